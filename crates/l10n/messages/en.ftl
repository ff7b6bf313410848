# Messages in English. A test compares this file with zh.ftl: each message stands in both.

list-separator = ,{" "}
list-last = {$rest} and {$last}

## The page around everything

app-name = Laneway
app-line = See concurrency happen: real threads and processes, recorded and replayed.
app-about = Every picture here was recorded from real threads and processes. Press play, step through it event by event, and see who runs, who waits and for what.
language-switch = 中文
language-switch-label = 切换到中文
language-switch-lang = zh-Hans
theme-dark = Dark colours
theme-light = Light colours
theme-contrast = High contrast
open-file = Open a file
all-lessons = All lessons
help = Keys and signs
close = Close
cancel = Cancel
retry = Try again

## The gallery

part-processes = Processes
part-threads = Threads
part-pools = Pools
part-coroutines = Coroutines
card-not-recorded = Not recorded yet
card-facts = {$actors ->
    [one] {$actors} lane
   *[other] {$actors} lanes
} · {$events} events · {$time}
gallery-loading = Fetching the list of lessons
gallery-courses = Course
gallery-search = Search the lessons
gallery-parts = Parts of the curriculum
gallery-recorded = Recorded only
gallery-found = {$found} of {$all} lessons
gallery-nothing = No lesson of this course fits
gallery-nothing-advice = Search for a word of a title or an idea, such as lock, queue or daemon, or look at the whole course.
gallery-clear = Clear search and filters
gallery-empty = No lessons here yet
gallery-empty-advice = Record one run of every lesson with “cargo xtask start”, or open a .lane file of your own.
gallery-unreachable = The list of lessons could not be fetched
gallery-unreachable-advice = Is the server still running? Start it with “laneway serve”. A .lane file can be opened without it.
drop-title = Open a recorded run
drop-line = Drop a .lane file anywhere on this page, or choose one.
drop-now = Drop the file to open it
drop-privacy = The file stays in your browser, which keeps it for the next time: nothing is sent anywhere.
kept-title = Opened before
kept-forget = Forget
kept-forget-this = Forget {$name}

## Loading, and what can go wrong

loading-run = Loading the run
trouble-title = This run cannot be shown
trouble-no-run = There is no recorded run of “{$lesson}” here.
advice-no-run = Record it with “laneway run {$lesson}”, or choose another lesson.
trouble-status = The server answered with status {$status}.
trouble-unreachable = The server does not answer.
advice-unreachable = Check that “laneway serve” is still running, then try again.
trouble-file = The browser could not read the file “{$name}”.
advice-file = Was it moved, deleted or changed? Open it once more.
trouble-nothing-open = No file is open.
trouble-not-kept = This browser does not keep a file named “{$name}”.
advice-nothing-open = Open the file again.
trouble-stopped = Loading was stopped.
advice-stopped = Try again, or choose another run.
trouble-foreign = This file is not a Laneway run.
advice-foreign = Open a file that “laneway run” or “laneway record” wrote: its name ends in .lane or .jsonl.
trouble-newer = This run has format version {$version}; this page knows versions up to {$known}.
advice-newer = Open it with a newer Laneway.
trouble-truncated = The file ends inside its header, after {$bytes} bytes: nothing of the run can be read.
advice-damaged = Was it copied completely? Copy or record it once more.
trouble-header = The header of this run is damaged.
trouble-line = Line {$line} of this file cannot be read.
trouble-too-large = This run is larger than a page can hold.
advice-too-large = Record a shorter run, or look at it with “laneway info”.
trouble-detail = In the reader’s words:
notice-cut = The file was cut off: {$kept} of {$promised} events were kept.
notice-open = The file ends early: it has {$kept} events, but not how the run ended.
notice-lost = {$lost} events were not recorded for lack of room.
notice-damaged = The file is damaged: what could be read is shown.
notice-simulated = This run was simulated, not recorded.
notice-imported = This run was imported from another program’s file.
notice-origin = This run was not recorded: it gives its origin as “{$word}”.
notice-stuck = The run got stuck: nobody could ever move again.
notice-timeout = The run took longer than allowed and was ended.
notice-failed = The program failed.
notice-interrupted = The run was interrupted.
notice-ended = The run ended in a way that this page does not know: “{$word}”.
notice-unseen = Not everything could be seen.
notice-finished = The run ended by itself after {$time}.
notice-findings = {$count ->
    [one] {$count} finding
   *[other] {$count} findings
}
notice-said = In the words of the recorder and the reader:
notice-more = {$count} more
notice-details = Details

## The run: places

place-lanes = Lanes
place-lanes-label = Swimlanes of the run: one lane for each thread and process, time from left to right
gutter-edge = Width of the names
gutter-edge-hint = Drag to make the names wider or narrower; double-click for the width that fits
lanes-tools = Which lanes are shown
lanes-filter = Filter lanes by name
lanes-group = Put lanes together
lanes-group-process = By process
lanes-group-names = By name
lanes-group-names-hint = Names that differ only in their numbers stand together
lanes-pin = Pin
lanes-pin-hint = Keep the selected lane on top
lanes-fold = Fold
lanes-fold-hint = Fold the group of the selected lane into one row
lanes-fold-all = Fold all
lanes-fold-all-hint = Fold each group of lanes into one row
lanes-hidden = {$hidden} of {$count} lanes hidden
lanes-show-all = Show all
place-overview = Overview of the whole run
place-stage = Stage
place-transport = Playback
place-words = Words
skips = Shortcuts on this page
skip-to-words = To the question or text
skip-to-play = To playback
tab-lesson = Lesson
tab-source = Source
tab-console = Console
tab-story = Story
tab-findings = Findings
words-explanation = What happens, and why
words-tabs = Panels
sentence-separator = {" "}
rows-earlier = {$count} earlier
rows-later = {$count} later

## Transport

play = Play
pause = Pause
replay = Play again
event-back = One event back
event-forward = One event forward
interesting-back = Previous interesting moment
interesting-forward = Next interesting moment
speed = Speed
speed-slower = Slower
speed-faster = Faster
curtain = Hide what has not been played
present = Present in a hall
speaker = Speaker's window
speaker-alone = This window is the speaker's. It follows a run that has opened it: open a run, then press Shift + B there.
speaker-refused = The browser has blocked the speaker's window. Allow pop-ups for this page, then press Shift + B again.
speaker-black = The screen in the hall is black.
speaker-next = Next
speaker-last = That was the last step.
speaker-restart = Start the timer again
speaker-keys = Keys pressed here drive the window in the hall: Page Down, Space, 1 – 9, B, P.
note-own = Your notes
note-here = For you alone, kept in this browser
note-at-stop = The first paragraph is shown in the hall; what follows is for you alone
own-stop = Stop here
notes-save = Save notes
notes-open = Open notes
notes-opened = The notes are here.
notes-none = This file has no notes of Laneway's. Choose one that “Save notes” has written.
notes-elsewhere = These notes belong to another run. Open that run first.
vote-begin = Vote
vote-first = First vote: how many for each?
vote-second = Talk to your neighbour, then vote again: how many for each?
vote-talk = Talk to your neighbour
vote-back = Back
vote-field = Votes for option { $option }
vote-total-first = First vote: { $count }
vote-total-second = After the talk: { $count }
hall-unveil = Show the run again
step-stops = Stop at each step
loop = Loop
transport-more = More
clock = Clock
clock-steps = Steps
clock-steps-about = Every event takes one beat
clock-wall = Real time
clock-wall-about = True lengths of time
clock-folded = No gaps
clock-folded-about = Real time, with long idle stretches folded
readout = event {$row} of {$rows}
fit = Show the whole run
lane-daemon = daemon
lane-process = process
lane-pinned = pinned
ruler-event = event
speed-real = {$factor} of real time
pace-time = {$time} a second
pace-events = {$count} events a second
pace-lesson = 1 s in the text took {$time}

## Lesson

lesson-idea = Idea
lesson-steps = Steps
lesson-hindsight = For afterwards: what to notice, and Python
lesson-notice = What to notice
lesson-misconception = A common misconception
lesson-python = In Python
lesson-compare = Compare with
lesson-next = Next lesson
lesson-parameters = This run
lesson-none = This run is not a lesson
lesson-none-line = It tells its own story: play it, or step from one interesting moment to the next.
step-of = Step {$step} of {$steps}
step-previous = Previous step
step-next = Next step
step-missing = Not in this run
start-again = Start again
start-again-about = Forget the answers, hide what was played, and go back to the start
prompt-others = {$count ->
    [one] Why the other answer is wrong
   *[other] Why the other answers are wrong
}
prompt-title = What do you think?
prompt-reveal = Play on to see
prompt-right = That is right.
prompt-wrong = Not quite.
prompt-open = Question
prompt-skip = Show the answer
prompt-waiting = Your answer, which the run has yet to confirm:
prompt-follow = Has it stuck? The same question again:
lesson-outcome = How it turned out:
lesson-questions = Earlier questions
lesson-variant = See this run
lesson-record = Record it to see:
value-yes = yes
value-no = no

## Two runs beside each other

beside = Side by side
beside-lead = Lead with this run
beside-other = The other run
in-step = In step
in-step-steps = By step
in-step-events = By event
in-step-free = Freely
differs-nothing = They differ in nothing that is told here.
differs-later = Play both to the end to see what differs.
differs-outcome = A: “{$one}”. B: “{$other}”.
differs-outcome-same = Both: “{$value}”.
differs-stuck-both = Both got stuck.
differs-stuck-one = A got stuck; B did not.
differs-stuck-other = B got stuck; A did not.
differs-finding = {$what}: {$one} in A, {$other} in B.
differs-waits-all = All together waited {$one} for one another in A, {$other} in B.
differs-waits = {$who} waited {$one} in A, {$other} in B.

## Source and console

source-none = The source of this run was not recorded.
source-file = Source file
source-pair = Side by side
source-when = Click a line to go to the next moment it ran.
source-when-line = Line {$line} has run {$this} of {$times} times
source-when-so-far = Line {$line} has run {$this} of the {$times} times played so far
source-next = Next moment this line ran
source-previous = Previous moment this line ran
console-none = Nothing has been printed yet.
console-none-ever = This run prints nothing.
events-before = The run has not begun.

## Findings and figures

findings-none = Nothing has been found up to here.
findings-none-ever = Nothing was found in this run: nobody is stuck, no update is lost, nobody is cut off.
findings-later = {$count} more later on
findings-next = Go to the next
figures = Figures of the whole run
figures-time = Time in each state
figures-locks = Locks
figures-queues = Queues
figures-cells = Values
figures-taken = taken
figures-contended = waited for
figures-longest = longest wait
figures-in = in
figures-out = out
figures-most = most at once
figures-read = reads
figures-written = writes
figures-lost = lost
figures-more = {$count} more
figures-tables = Tables and events
figures-range = Figures from {$since} to {$until}
figures-range-line = {$time} of the run. Escape leads back to the whole run.
figures-clear = Whole run
figures-copy = Copy as a table
figures-copied = Copied
figures-copy-refused = The browser does not let this page copy. Here is the text, to copy by hand:
figures-lanes = Time by lane
figures-all = all lanes
figures-waits = Waits
figures-times = times
figures-total = in all
figures-events = Events
figures-none = Nothing happens in it.
levels-pools = Pools
levels-busy = Busy workers over time
levels-busy-told = Busy workers of {$object}: at most {$most} of {$all}, {$mean} on average; all of them for {$time}
levels-busy-all = time all busy
levels-items = Items in queues over time
levels-items-told = Items in {$object}: at most {$most}, {$mean} on average; as many as that for {$time}
levels-items-all = time at peak
levels-most = most
levels-mean = average
path = Critical path
path-line = What determined when the run ended: going back from the last event, from the end of each wait to who ended it. As long as things happen in the same order, the run can only end earlier if a part of this path is shorter, and only until another chain of parts is the longest.
path-held = Of {$time}, {$held} were spent holding {$object}.
path-states = On the path
path-share = share
path-shorter = {$count} shorter ones are not listed
path-cut = What came before {$time} is not followed.

## Stage

chip-label = {$actor}: {$state}
stage-others = {$count} more objects are at rest.
stage-find = Find one by its name
stage-find-none = No object of this run has that in its name.
stage-nothing = This run shares nothing: no lock, no queue, no common value. Watch the lanes.
stage-larger = Larger stage
stage-size = Size of the stage
stage-smaller = Smaller stage
stage-processes = Processes
stage-ring = Who waits for whom
graph-none = no two waits hang together
graph-more = {$count} more
graph-waits = {$actor} waits for {$other}
ring-open = no circle yet
ring-closed = a closed circle: nobody can ever go on
ring-waits = {$actor} waits for {$lock}
ring-holds = {$actor} holds {$lock}
lock-free = free
lock-held = held for {$time}
lock-depth = {$depth} deep
lock-waiting = wait in line
holding-taken = {$taken} of {$permits} taken
holding-shared = shared by {$count}
holding-poisoned = poisoned
holding-poisoned-about = A holder panicked: what it protects may be broken
store-last = last in, first out
store-lowest = lowest first
store-closed = closed
gate-open = open
gate-closed = closed
gate-notified = {$count} may pass
gate-arrived = have arrived
gate-arrived-of = {$arrived} of {$needed} here
gate-generation = {$count ->
    [one] opened once
   *[other] opened {$count} times
}
gate-waiting = wait to pass
call-asked = open requests
call-answered = {$count} answered
call-unserved = not served yet
task-failed = failed
task-callback = {$actor} runs its callback
part-unknown = How objects of this kind behave is not known to this version.
queue-empty = empty
queue-full = full
queue-unbounded = no limit
queue-of = {$length} of {$capacity}
queue-length = {$length}
queue-items = Items, the next to leave first
queue-item-from = put by {$actor}
queue-producers = wait for room
queue-consumers = wait for an item
queue-more = {$count} more
pool-pending = pending
pool-workers = workers
pool-done = done
pool-idle = idle
pool-shut-down = no more tasks
cell-unread = not read yet
cell-writer = last written by
cell-stale-title = hold an old value
cell-stale = {$actor} holds a stale {$value}
process-alive = {$count} alive
process-zombies = {$count ->
    [one] {$count} zombie
   *[other] {$count} zombies
}
process-unborn = not started yet
process-running = alive
process-gone = gone
process-exited = exited with code {$code}
process-killed = killed by {$signal}
process-zombie = zombie: dead, not yet reaped
process-orphan = orphan: its parent is gone
process-daemon = daemon
process-session = session
process-leads = {$pid}, which it leads
process-terminal = terminal
process-no-terminal = none
process-start = start

## What happens, event by event

event-start = {$who} starts {$whom}
event-start-thread = {$who} starts the thread {$whom}
event-start-task = {$who} starts the task {$whom}
event-start-process = {$who} starts the process {$whom}
event-start-fork = {$who} starts the process {$whom} by fork: a copy of itself
event-start-spawn = {$who} starts the process {$whom} by spawn: the program anew
event-begin = {$who} begins
event-end = {$who} ends
event-end-failed = {$who} ends with an error
event-exit = {$who} exits with code {$code}
event-exit-signal = {$who} is ended by {$signal}
event-reap = {$who} collects the exit status of {$whom}
event-adopt = {$who} is an orphan now, adopted by process {$pid}
event-new-session = {$who} is in a session of its own, begun by process {$pid}
event-no-terminal = {$who} has no controlling terminal
event-terminal = {$who} has the controlling terminal {$value}
event-code-end = {$who} has run its last line
event-start-failed = {$who} cannot start {$whom}
event-panic = {$who} panics: {$value}
event-join-wait = {$who} waits for {$whom} to end
event-join-wait-timed = {$who} waits for {$whom} to end, with a time limit
event-join = {$who} goes on: {$whom} has ended
event-join-timeout = {$who} gives up waiting for {$whom}
event-terminate = {$who} asks {$whom} to end
event-kill = {$who} kills {$whom}
event-saw-alive = {$who} sees that {$whom} is alive
event-saw-dead = {$who} sees that {$whom} is not alive
event-resume = {$who} resumes {$whom}
event-suspend = {$who} suspends {$whom}
event-cancel = {$who} asks {$whom} to stop

event-lock-wait = { $counted ->
        [yes] {$who} waits for a permit of the {$kind} {$object}
       *[no] {$who} waits for the {$kind} {$object}
    }
event-lock-wait-held = { $counted ->
        [yes] {$who} waits for a permit of the {$kind} {$object}; the permits have gone to {$holders}
       *[no] {$who} waits for the {$kind} {$object}, held by {$holders}
    }
event-lock-wait-timed = { $counted ->
        [yes] {$who} waits for a permit of the {$kind} {$object}, for {$time} at most
       *[no] {$who} waits for the {$kind} {$object}, for {$time} at most
    }
event-lock-wait-timed-held = { $counted ->
        [yes] {$who} waits for a permit of the {$kind} {$object}, for {$time} at most; the permits have gone to {$holders}
       *[no] {$who} waits for the {$kind} {$object}, held by {$holders}, for {$time} at most
    }
event-lock-acquire = { $counted ->
        [yes] {$who} acquires a permit of the {$kind} {$object}
       *[no] {$who} acquires the {$kind} {$object}
    }
event-lock-acquire-again = { $counted ->
        [yes] {$who} acquires another permit of the {$kind} {$object} and has {$depth}
       *[no] {$who} acquires the {$kind} {$object} again, {$depth} deep
    }
event-lock-release = { $counted ->
        [yes] {$who} releases a permit of the {$kind} {$object}
       *[no] {$who} releases the {$kind} {$object}
    }
event-lock-release-once = { $counted ->
        [yes] {$who} releases a permit of the {$kind} {$object} and still has {$depth}
       *[no] {$who} releases the {$kind} {$object} once, and still holds it {$depth} deep
    }
event-lock-refuse = { $counted ->
        [yes] {$who} asks for a permit of the {$kind} {$object}, which has none left
       *[no] {$who} tries the {$kind} {$object}, which is taken
    }
event-lock-timeout = { $counted ->
        [yes] {$who} gives up waiting for a permit of the {$kind} {$object}
       *[no] {$who} gives up waiting for the {$kind} {$object}
    }
event-lock-poison = {$who} panicked while it held the {$kind} {$object}: what it protects may be broken
event-shared-wait = {$who} waits to share the {$kind} {$object}
event-shared-wait-held = {$who} waits to share the {$kind} {$object}, held by {$holders}
event-shared-wait-timed = {$who} waits to share the {$kind} {$object}, for {$time} at most
event-shared-wait-timed-held = {$who} waits to share the {$kind} {$object}, held by {$holders}, for {$time} at most
event-shared-acquire = {$who} shares the {$kind} {$object}
event-shared-acquire-again = {$who} shares the {$kind} {$object} again, {$depth} deep
event-shared-release = {$who} releases its share of the {$kind} {$object}
event-shared-release-once = {$who} releases one share of the {$kind} {$object}, and still has {$depth}
event-shared-refuse = {$who} tries to share the {$kind} {$object}, which is taken
event-shared-timeout = {$who} gives up waiting to share the {$kind} {$object}

event-put-wait = {$who} waits for room in the {$kind} {$object}
event-put-wait-timed = {$who} waits for room in the {$kind} {$object}, for {$time} at most
event-put = {$who} puts {$item} into the {$kind} {$object}
event-put-refuse = {$who} finds the {$kind} {$object} full
event-put-timeout = {$who} gives up waiting for room in the {$kind} {$object}
event-get-wait = {$who} waits for an item in the {$kind} {$object}
event-get-wait-timed = {$who} waits for an item in the {$kind} {$object}, for {$time} at most
event-get = {$who} takes {$item} from the {$kind} {$object}
event-get-refuse = {$who} finds the {$kind} {$object} empty
event-get-timeout = {$who} gives up waiting for an item in the {$kind} {$object}
event-close = {$who} closes the {$kind} {$object}: nothing more comes
event-put-closed = {$who} wants to put into the {$kind} {$object}, which is closed
event-get-closed = {$who} finds the {$kind} {$object} empty and closed

event-flush-wait = {$who} has put its item into the {$kind} {$object}, and waits for room for the rest of its bytes
event-flush = {$who} goes on: all of its item is in the {$kind} {$object}

event-read = {$who} reads {$object}: {$value}
event-write = {$who} writes {$object}: {$value}

event-submit = {$who} hands {$object} to {$pool}
event-task-wait = {$who} waits for a task of {$object}
event-task-begin = {$who} begins {$object}
event-task-end = {$who} has finished {$object}
event-task-end-failed = {$who} fails in {$object}
event-task-end-given-up = {$who} gives up {$object}, because its worker is dead
event-result-wait = {$who} waits for the result of {$object}
event-result-wait-timed = {$who} waits for the result of {$object}, for {$time} at most
event-result = {$who} has the result of {$object}
event-result-timeout = {$who} gives up waiting for the result of {$object}
event-shutdown = {$who} closes {$object} to new tasks
event-task-give-up = {$who} no longer waits for tasks of {$object}
event-task-cancel = {$who} cancels {$object} before it begins
event-callback-begin = {$who} begins the callback {$value} of {$object}
event-callback-end = {$who} has finished the callback of {$object}
event-callback-end-failed = {$who} fails in the callback of {$object}

event-gate-wait = {$who} waits at the {$kind} {$object}
event-gate-wait-timed = {$who} waits at the {$kind} {$object}, for {$time} at most
event-gate-pass = {$who} passes the {$kind} {$object}
event-gate-timeout = {$who} gives up waiting at the {$kind} {$object}
event-gate-broken = {$who} is sent away from the {$kind} {$object}, which is broken
event-gate-refuse = {$who} wants to pass the {$kind} {$object}, which is broken
event-gate-arrive = {$who} arrives at the {$kind} {$object}
event-gate-open = {$who} opens the {$kind} {$object} for all
event-gate-close = {$who} closes the {$kind} {$object}: whoever comes now must wait
event-notify = {$who} wakes {$count} of those waiting at the {$kind} {$object}
event-notify-all = {$who} wakes all those waiting at the {$kind} {$object}

event-call = {$who} asks {$object} for {$value} and waits for the reply
event-serve = {$who} begins to serve a call to {$object}
event-reply = {$who} replies to a call to {$object}
event-return = {$who} has the reply from {$object}
event-call-timeout = {$who} gives up waiting for the reply from {$object}
event-call-broken = {$who} gets no reply: {$object} is gone
event-serve-wait = {$who} waits for a call to {$object}

event-span-open = {$who} begins {$value}
event-span-close = {$who} ends the stretch that it began last
event-link-from = {$who} is where the link {$value} begins
event-link-to = {$who} is where the link {$value} leads to

event-io-wait = {$who} waits for input or output: {$value}
event-io-done = {$who} goes on: input or output is done
event-io-refuse = {$who} tries to {$value}, which is not ready, and does not wait
event-sleep = {$who} sleeps for {$time}
event-wake = {$who} wakes up
event-print = {$who} prints {$value}
event-note = {$who} notes {$value}
event-lost = {$count ->
    [one] One event of {$who} was not recorded
   *[other] {$count} events of {$who} were not recorded
}
event-failure = {$who} fails in a system call: {$value}

## The same of kinds of event that only the run itself knows, by what they do

effect-note = {$who} does “{$name}”
effect-print = {$who} does “{$name}”, which prints {$value}
effect-lost = Events of {$who} are missing from here on (“{$name}”)
effect-wait-permit = {$who} does “{$name}”: it waits to enter the {$kind} {$object}
effect-wait-room = {$who} does “{$name}”: it waits for room in the {$kind} {$object}
effect-wait-item = {$who} does “{$name}”: it waits for an item in the {$kind} {$object}
effect-wait-gate = {$who} does “{$name}”: it waits until it may pass the {$kind} {$object}
effect-wait-task = {$who} does “{$name}”: it waits for a task of the {$kind} {$object}
effect-wait-result = {$who} does “{$name}”: it waits for the result of the {$kind} {$object}
effect-wait-reply = {$who} does “{$name}”: it waits for a reply from the {$kind} {$object}
effect-wait-end = {$who} does “{$name}”: it waits for {$whom} to end
effect-wait-time = {$who} does “{$name}”: it sleeps
effect-wait-io = {$who} does “{$name}”: it waits for input or output
effect-refuse = {$who} does “{$name}” on the {$kind} {$object} without success
effect-give-up = {$who} does “{$name}” on the {$kind} {$object}: it gives up waiting
effect-wake = {$who} does “{$name}”: it waits no longer
effect-enter = {$who} does “{$name}” on the {$kind} {$object}: it is inside
effect-leave = {$who} does “{$name}” on the {$kind} {$object}: it leaves
effect-poison = {$who} does “{$name}” on the {$kind} {$object}: what it protects may be broken
effect-put = {$who} does “{$name}” on the {$kind} {$object}: {$value} comes in
effect-take = {$who} does “{$name}” on the {$kind} {$object}: an item comes out
effect-close = {$who} does “{$name}” on the {$kind} {$object}: nothing more comes
effect-read = {$who} does “{$name}”: it reads the {$kind} {$object}: {$value}
effect-write = {$who} does “{$name}”: it writes the {$kind} {$object}: {$value}
effect-arrive = {$who} does “{$name}”: it arrives at the {$kind} {$object}
effect-open = {$who} does “{$name}”: the {$kind} {$object} is open for all
effect-shut = {$who} does “{$name}”: the {$kind} {$object} is closed
effect-notify = {$who} does “{$name}”: some of those waiting at the {$kind} {$object} may pass
effect-notify-all = {$who} does “{$name}”: all those waiting at the {$kind} {$object} may pass
effect-pass = {$who} does “{$name}”: it passes the {$kind} {$object}
effect-submit = {$who} does “{$name}”: it hands the {$kind} {$object} to {$pool}
effect-task-begin = {$who} does “{$name}”: it begins the {$kind} {$object}
effect-task-end = {$who} does “{$name}”: the {$kind} {$object} is done
effect-cancel = {$who} does “{$name}”: the {$kind} {$object} is cancelled
effect-answer = {$who} does “{$name}”: it has the result of the {$kind} {$object}
effect-callback-begin = {$who} does “{$name}”: a callback of the {$kind} {$object} begins
effect-callback-end = {$who} does “{$name}”: the callback of the {$kind} {$object} is over
effect-serve = {$who} does “{$name}”: it begins to serve a call to the {$kind} {$object}
effect-reply = {$who} does “{$name}”: it replies to a call to the {$kind} {$object}
effect-return = {$who} does “{$name}”: it has the reply from the {$kind} {$object}
effect-start = {$who} does “{$name}”: it starts {$whom}
effect-start-failed = {$who} does “{$name}”: it cannot start {$whom}
effect-begin = {$who} does “{$name}”: it begins
effect-end = {$who} does “{$name}”: it ends
effect-code-end = {$who} does “{$name}”: its code is over
effect-exit = {$who} does “{$name}”: it is dead
effect-reap = {$who} does “{$name}”: it collects the exit status of {$whom}
effect-adopt = {$who} does “{$name}”: it has a new parent
effect-session = {$who} does “{$name}”: it is in a session of its own
effect-terminal = {$who} does “{$name}”: it has a different controlling terminal, or none
effect-join = {$who} does “{$name}”: it knows that {$whom} has ended
effect-signal = {$who} does “{$name}”: it asks {$whom} to end
effect-look = {$who} does “{$name}”: it looks whether {$whom} is alive
effect-resume = {$who} does “{$name}”: it resumes {$whom}
effect-suspend = {$who} does “{$name}”: it suspends {$whom}
effect-panic = {$who} does “{$name}”: it panics
effect-span-open = {$who} does “{$name}”: a stretch begins
effect-span-close = {$who} does “{$name}”: the stretch that began last is over
effect-link-from = {$who} does “{$name}”: a link begins here
effect-link-to = {$who} does “{$name}”: a link leads here
effect-unknown = {$who} does “{$name}”: this version does not know what that does
effect-unnamed = {$who} does something that this version does not know (number {$name})

## Why a lane is where it is

explain-not-begun = {$who} has not begun yet.
explain-running = {$who} has been running since {$since}.
explain-ready = {$who} has been ready since {$since}, and waits for a core.
explain-unseen = {$who} has been asleep since {$since}; what it waits for was not seen.
explain-unknown = What {$who} has been doing since {$since} is not known.
explain-wait-permit = {$who} has waited since {$since} for the {$kind} {$object}.
explain-wait-permit-held = {$who} has waited since {$since} for the {$kind} {$object}, held by {$holders} since {$held}.
explain-wait-room = {$who} has waited since {$since} for room in the {$kind} {$object}.
explain-wait-item = {$who} has waited since {$since} for an item in the {$kind} {$object}.
explain-wait-gate = {$who} has waited since {$since} at the {$kind} {$object}.
explain-wait-task = {$who} has waited since {$since} for a task of {$object}.
explain-wait-call = {$who} has waited since {$since} for a call to {$object}.
explain-wait-result = {$who} has waited since {$since} for the result of {$object}.
explain-wait-result-runs = {$who} has waited since {$since} for the result of {$object}, which {$whom} works on.
explain-wait-reply = {$who} has waited since {$since} for the reply from {$object}.
explain-wait-reply-serves = {$who} has waited since {$since} for the reply from {$object}, which {$whom} works on.
explain-wait-end = {$who} has waited since {$since} for {$whom} to end.
explain-wait-io = {$who} has waited since {$since} for input or output.
explain-waits = {$who} has waited since {$since}.
explain-sleeps = {$who} has slept since {$since}.
explain-sleeps-until = {$who} sleeps from {$since} to {$until}.
explain-stuck = {$who} has been stuck since {$since}.
explain-zombie = {$who} has been dead since {$since}, and nobody has collected its exit status yet.
explain-finished = {$who} finished at {$since}.
explain-cycle = {$actors} wait for each other in a circle: none of them can ever move again.
phase-lasted = {$who}: {$held}, from {$since} to {$until}.
phase-lasts = {$who}: from {$since} to the end of the run.
phase-unplayed = {$who}: since {$since}. When it ends has not been played yet.
phase-begun-by = {$whom} made it possible at {$time}:
phase-held = When it began, {$holders} held the {$kind} {$object}.
phase-at = It was a wait on the {$kind} {$object}.
phase-for = It was a wait for {$actors}.
phase-ended-by = {$whom} ended it at {$time}:
phase-ended = It ended at {$time}:
phase-helpless = From {$time} on nobody could end it any more.
phase-others = {$actors} waited there as well.
phase-next = The next to get in was {$whom}, at {$time}.

## Findings

finding-title-deadlock = Deadlock
finding-title-self-deadlock = Self-deadlock
finding-title-waits-for-ever = Waits for ever
finding-title-update-in-danger = Update in danger
finding-title-lost-update = Lost update
finding-title-daemon-cut-off = Daemon cut off
finding-deadlock = {$actors} have waited for each other in a circle since {$since}. None of them can ever move again.
finding-deadlock-link = {$who} waits for the {$kind} {$object}, which {$holder} holds.
finding-self-deadlock = {$who} has waited since {$since} for the {$kind} {$object}, and holds it itself.
finding-waits-for-ever = {$who} has waited since {$since} for the {$kind} {$object}, and nobody is left who could end the wait.
finding-waits-for-ever-bare = {$who} has waited since {$since}, and nobody is left who could end the wait.
finding-update-in-danger = {$whom} overwrote {$object} at {$time} from what it had read at {$since}: what {$who} wrote in between is no longer in it. It is lost, unless somebody who has seen it writes again.
finding-lost-update = {$whom} overwrote {$object} at {$time} from what it had read at {$since}: what {$who} wrote in between is lost.
finding-daemon-cut-off = {$who} was ended at {$time}, in the middle of its work.
finding-title-failure-unseen = Unnoticed failure
finding-title-poisoned-lock = Poisoned lock
finding-waits-for-ever-helpers = In this run only {$actors} ever did what would have ended the wait.
finding-failure-unseen = {$who} failed at {$time}, and nobody noticed.
finding-poisoned-lock = {$who} panicked inside the {$kind} {$object} at {$time}: what it protects may be half done.
finding-title-zombie = Zombie
finding-title-orphan = Orphan
finding-zombie = {$who} died at {$since} and was a zombie for {$held}: {$whom} did other things before it collected the exit status.
finding-zombie-never = {$who} died at {$since} and was a zombie for {$held}: {$whom} did other things, and ended without collecting the exit status.
finding-orphan = {$who} outlived its parent {$whom}, which ended at {$since}, and was adopted by another process.
finding-title-check-then-act = Check, then act
finding-check-then-act = {$who} checked {$object} at {$since} and acted at {$time}. {$whom} had done the same in between, so what {$who} had seen may no longer have been true.
finding-title-lock-order-inversion = Lock-order inversion
finding-lock-order-inversion = {$actors} acquired locks in opposite orders. Had they done so at the same time, they would have waited for each other for ever.
finding-lock-order-inversion-link = {$who} acquired the {$kind} {$object} while it held {$other}.
finding-title-starvation = Starvation
finding-starvation = {$who} waited {$held} for the {$kind} {$object}, from {$since} on. {$count} times others that came later got in first.
finding-starvation-in-vain = {$who} waited {$held} for the {$kind} {$object}, from {$since} on, in vain. {$count} times others that came later got in.
certainty-happened = It happened in this run
certainty-possible = It can happen in another run
certainty-suspicious = It looks like a mistake

## States

state-running = runs
state-ready = could run
state-unseen = asleep, unseen
state-unknown = not known
state-waits-lock = waits for a lock
state-waits-queue = waits on a queue
state-waits-actor = waits for another
state-waits-signal = waits for a signal
state-sleeping = sleeps
state-stuck = stuck for ever
state-zombie = zombie
state-finished = finished

## Keys

keys-playback = Playback
keys-window = Zoom and pan
keys-lanes = Lanes
keys-lesson = Lesson
keys-hall = In a hall
keys-page = Page
key-play = Play or pause
key-event-back = One event back
key-event = One event forward
key-interesting-back = Previous interesting moment
key-interesting = Next interesting moment
key-start = To the start
key-end = To the end
key-slower = Slower
key-faster = Faster
key-zoom-in = Zoom in
key-zoom-out = Zoom out
key-pan-left = Pan left
key-pan-right = Pan right
key-fit-selection = Fit the selection
key-fit = Show the whole run
key-lane-up = Lane above
key-lane-down = Lane below
key-phase = Next phase of the lane
key-phase-back = Previous phase of the lane
key-arrow = Along the arrow, to the effect; from a wait, to what ends it
key-arrow-back = Back along the arrow, to the cause; from a wait, to where its lock was taken
key-mark = Mark this moment
key-go-mark = To the mark
key-step = Next step or question
key-step-back = Previous step or question
key-answer = Answer the question
key-curtain = Show or hide what has not been played
key-present = Present in a hall, or stop
key-blank = While presenting: black screen and back
key-speaker = A second window for the speaker
key-own-stop = Your own stop here, or no longer
key-search = Search this run
key-trail = Next moment of what was found
key-trail-back = Previous moment of what was found
key-commands = All commands
key-help = This help
key-escape = Close, or select nothing

## Hints of the first visit

hint-number = Hint {$number} of {$all}
hint-dismiss = Dismiss this hint
hint-play = Press Space or the play button to play. A lesson pauses at every step.
hint-play-touch = Tap the play button to play. A lesson pauses at every step.
hint-step = The keys ← and → go one event back or forward; with Shift, to the next moment of interest.
hint-step-touch = The buttons beside the play button go one event back or forward.
hint-lane = Click a lane to read what it is doing and, if it waits, why.
hint-lane-touch = Tap a lane to read what it is doing and, if it waits, why.

## Help

help-keys = Keys
help-signs = Signs
help-first = First steps
hints-again = Show these hints again
legend = Legend
legend-keep = Keep the legend below the lanes
legend-close = Close the legend
help-pointer = Pointer
help-pointer-drag-ruler = Drag on the ruler or the overview: move through time
help-pointer-drag-lanes = Drag on the lanes: choose a stretch of time to play
help-pointer-pan = Drag with Shift or a finger: pan
help-pointer-wheel = Wheel: scroll the lanes; with Ctrl: zoom at the pointer
help-pointer-tap = Click or tap: select and explain; twice: move the playhead there
help-pointer-pinch = Two fingers: zoom

## Under the pointer

tip-hold = {$who} holds {$lock} for {$time}
tip-ids = process {$pid}, thread {$tid}
step-number = Step {$step}

## The command

run-recorded = {$name}: {$ending}; {$count ->
    [one] {$events} event
   *[other] {$events} events
} in {$time}
run-status = {" "}with status {$code}
run-signal = {" "}by signal {$signal}
run-all-asleep = all threads have been asleep for 10 seconds, in something that the library does not see: {$threads}. If nothing wakes them the run goes on for ever; Ctrl+C ends it and saves what was recorded, and --timeout ends it by itself
run-more-threads = {$count ->
    [one] 1 more thread
   *[other] {$count} more threads
}
run-saved = saved in {$file}; “laneway view {$file}” shows it
course-lessons = {$count ->
    [one] 1 lesson
   *[other] {$count} lessons
}
run-repeated = {$name}: {$count ->
    [one] 1 run
   *[other] {$count} runs
}
ending-finished = it finished
ending-stuck = it got stuck: nobody could ever move again
ending-timeout = it took longer than allowed and was ended
ending-failed = it failed
ending-interrupted = it was interrupted
info-lesson = lesson
info-parameters = parameters
info-command = command
info-provenance = origin
info-recorded = recorded
info-simulated = simulated, not recorded
info-imported = imported from another program’s file
info-cores = {$cores ->
    [one] {$cores} core
   *[other] {$cores} cores
}
info-ending = ending
info-length = length
info-events = events
info-seen = seen from outside
info-lost = lost events
info-unseen = Not seen
info-actors = Actors
info-objects = Objects
info-findings = Findings
info-no-findings = none
info-more-findings = {$kind}: {$count} more
info-name = name
info-kind = kind
info-pid = pid/tid
info-started = started
info-ended = ended
info-how = how it ended
info-process = process
info-thread = thread
info-task = task
info-finished = finished
info-failed = failed
info-cut-off = cut off by the end of its process
info-seen-gone = gone; how it ended was not seen
info-open = still there when the run ended
object-lock = lock
object-rlock = re-entrant lock
object-rwlock = readers–writer lock
object-semaphore = semaphore
object-condition = condition
object-event = event
object-barrier = barrier
object-queue = queue
object-channel = channel
object-pipe = pipe
object-socket = socket
object-topic = topic
object-cell = value
object-manager = manager
object-pool = pool
object-future = future
object-gil = interpreter lock
object-file = file
object-lifo-queue = stack
object-priority-queue = priority queue
object-span = stretch

# Search and commands.
search = Search
search-place = Lane, object, printed text, event or finding
search-hint = Type part of a name, of what was printed or of what happens, such as “waits”. Enter goes there; of a text or an event, to the next moment, with Shift to the previous one.
search-none = Nothing in this run is called that.
search-none-yet = Nothing that has been played so far is called that.
search-actors = Lanes
search-objects = Objects
search-findings = Findings
search-texts = Printed
search-kinds = Events
search-found = {$count} found
search-more = {$count} more: type on to find them
search-times = {$count} ×
commands = Commands
commands-place = What do you want to do?
commands-none = There is no such command.
command-panel = Panel
command-of = {$about}: {$what}
command-english = English
command-chinese = 中文 (Chinese)
command-copy-link = Copy a link to this moment
trail = What was found
trail-at = {$this} of {$all}
trail-close = Leave it
