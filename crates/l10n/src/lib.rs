//! Every message of the page and the command, in English and Chinese.
