# Messages in English. A test compares this file with zh.ftl: each message stands in both.

list-separator = ,{" "}
list-last = {$rest} and {$last}

## The page around everything

app-name = Laneway
app-line = See concurrency happen: real threads and processes, recorded and replayed.
app-about = Every picture here was recorded from real threads and processes. Press play, step through it event by event, and see who runs, who waits and for what.
skip-to-content = Skip to the content
language-switch = 中文
language-switch-label = 切换到中文
theme-dark = Dark colours
theme-light = Light colours
theme-contrast = High contrast
open-file = Open a file
back-to-gallery = All lessons
help = Keys and signs
close = Close
cancel = Cancel
retry = Try again

## The gallery

part-processes = Processes
part-processes-line = Separate memory, separate lives: start, wait, share, cut off.
part-threads = Threads
part-threads-line = One memory, many hands: races, locks, deadlocks.
part-pools = Pools
part-pools-line = A few workers, many tasks.
part-coroutines = Coroutines
part-coroutines-line = Many tasks on one thread.
part-other = More
part-other-line = Runs of your own.
card-not-recorded = Not recorded yet
card-facts = {$actors ->
    [one] {$actors} lane
   *[other] {$actors} lanes
} · {$events} events · {$time}
card-stuck = Ends stuck
gallery-loading = Fetching the list of lessons
gallery-empty = No lessons here yet
gallery-empty-advice = Record one run of every lesson with “cargo xtask start”, or open a .lane file that you have.
gallery-unreachable = The list of lessons could not be fetched
gallery-unreachable-advice = Is the server still running? Start it with “laneway serve”. A .lane file can be opened without it.
drop-title = Open a recorded run
drop-line = Drop a .lane file anywhere on this page, or choose one.
drop-now = Drop the file to open it
drop-privacy = The file stays in your browser: nothing is sent anywhere.

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
trouble-nothing-open = No file is open: a reload forgets it.
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
notice-lost = {$lost} events were not recorded for lack of room.
notice-damaged = The file is damaged: what could be read is shown.
notice-simulated = This run was simulated, not recorded.
notice-imported = This run was imported from another program’s file.
notice-details = Details

## The run: places

place-lanes = Lanes
place-lanes-label = Swimlanes of the run: one lane for each thread and process, time from left to right
place-overview = Overview of the whole run
place-stage = Stage
place-transport = Playback
place-words = Words
tab-lesson = Lesson
tab-source = Source
tab-console = Console
tab-events = Events
narration = Narration

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
loop = Loop
clock = Clock
clock-steps = Steps
clock-steps-about = Every event takes one beat
clock-wall = Real time
clock-wall-about = True lengths of time
clock-folded = No gaps
clock-folded-about = Real time, with long idle stretches folded
readout = event {$row} of {$rows}
fit = Show the whole run
ruler-event = event
speed-real = {$factor} of real time

## Lesson

lesson-idea = Idea
lesson-steps = Steps
lesson-notice = What to notice
lesson-misconception = A common mistake
lesson-python = In Python
lesson-compare = Compare with
lesson-parameters = This run
lesson-none = This run is not a lesson
lesson-none-line = It tells its own story: play it, or step from one interesting moment to the next.
step-of = Step {$step} of {$steps}
step-before = Before the first step
step-previous = Previous step
step-next = Next step
step-missing = Not in this run
prompt-title = What do you think?
prompt-reveal = Play on to see
prompt-right = That is right.
prompt-wrong = Not quite.
prompt-open = Question
prompt-answered = Answered
prompt-skip = Show me

## Source and console

source-none = The source of this run was not recorded.
source-file = Source file
console-none = Nothing has been printed yet.
console-none-ever = This run prints nothing.
events-before = The run has not begun.

## Stage

stage-empty = Nothing is shared yet.
stage-locks = Locks
stage-queues = Queues
stage-pools = Pools
stage-cells = Values
stage-processes = Processes
lock-free = free
lock-held = held
lock-depth = {$depth} deep
lock-waiting = waiting
queue-empty = empty
queue-full = full
queue-unbounded = no limit
queue-of = {$length} of {$capacity}
queue-producers = wait for room
queue-consumers = wait for an item
queue-more = {$count} more
pool-pending = Pending
pool-workers = Workers
pool-done = Done
pool-idle = idle
pool-shut-down = no more tasks
cell-unread = not read yet
cell-writer = written by {$actor}
cell-stale = {$actor} holds a stale {$value}
process-running = running
process-exited = exited {$code}
process-killed = ended by signal {$signal}
process-zombie = zombie
process-orphan = orphan
process-daemon = daemon

## Help

help-keys = Keys
help-signs = Signs
help-pointer = Pointer
help-pointer-drag-ruler = Drag on the ruler or the overview: move through time
help-pointer-drag-lanes = Drag on the lanes: choose a stretch of time to play
help-pointer-pan = Drag with Shift or a finger: pan
help-pointer-wheel = Wheel: scroll the lanes; with Ctrl: zoom at the pointer
help-pointer-tap = Click or tap: select and explain; twice: move the playhead there
help-pointer-pinch = Two fingers: zoom

## The command

run-recorded = {$name}: {$ending}; {$events} events in {$time}
run-status = {" "}with status {$code}
run-signal = {" "}by signal {$signal}
run-saved = saved in {$file}; “laneway view {$file}” shows it
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
info-open = still there when the run ended
object-lock = lock
object-rlock = re-entrant lock
object-semaphore = semaphore
object-condition = condition
object-event = event
object-barrier = barrier
object-rwlock = read-write lock
object-queue = queue
object-channel = channel
object-cell = value
object-manager = manager
object-pool = pool
object-future = future
object-gil = interpreter lock
object-file = file

## Under the pointer

tip-hold = {$who} holds {$lock} for {$time}
tip-ids = process {$pid}, thread {$tid}
step-number = Step {$step}
