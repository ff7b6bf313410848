# The sentences of the view, in English: laneway_view::MESSAGES lists them with their arguments.

## What happened at an event

event-start-process = {$who} starts the process {$whom}
event-start-fork = {$who} starts the process {$whom} by fork: a copy of itself
event-start-spawn = {$who} starts the process {$whom} by spawn: a fresh program
event-start-thread = {$who} starts the thread {$whom}
event-begin = {$who} begins
event-end = {$who} is done
event-end-failed = {$who} ends with a panic
event-exit = {$who} exits with code {$code}
event-exit-signal = {$who} is ended by {$signal}
event-reap = {$who} collects the exit status of {$whom}
event-adopt = {$who} has lost its parent; process {$pid} adopts it
event-code-end = the code of {$who} is at its end
event-join-wait = {$who} waits for {$whom} to end
event-join-wait-timed = {$who} waits for {$whom} to end, but not for ever
event-join = {$who} goes on: {$whom} has ended
event-join-timeout = {$who} stops waiting for {$whom}: time is up
event-terminate = {$who} asks {$whom} to end (SIGTERM)
event-kill = {$who} kills {$whom} (SIGKILL)
event-saw-alive = {$who} looks at {$whom}: alive
event-saw-dead = {$who} looks at {$whom}: ended
event-lock-wait = {$who} waits for the lock {$lock}
event-lock-wait-held = {$who} waits for the lock {$lock}, which {$holder} holds
event-lock-acquire = {$who} takes the lock {$lock}
event-lock-acquire-again = {$who} takes the lock {$lock} once more: {$depth} deep
event-lock-release = {$who} gives the lock {$lock} back
event-lock-release-one = {$who} gives the lock {$lock} back once: still {$depth} deep
event-lock-refuse = {$who} tries the lock {$lock}: taken
event-lock-timeout = {$who} stops waiting for the lock {$lock}: time is up
event-put-wait = {$who} waits for room in {$queue}
event-put = {$who} puts {$item} into {$queue}
event-put-refuse = {$who} finds {$queue} full and goes on
event-put-timeout = {$who} stops waiting for room in {$queue}: time is up
event-get-wait = {$who} waits for an item in {$queue}
event-get = {$who} takes {$item} out of {$queue}
event-get-refuse = {$who} finds {$queue} empty and goes on
event-get-timeout = {$who} stops waiting for an item in {$queue}: time is up
event-read = {$who} reads {$cell}: {$value}
event-write = {$who} writes {$value} into {$cell}
event-submit = {$who} submits {$task} to {$pool}
event-task-wait = {$who} waits for a task of {$pool}
event-task-begin = {$who} begins {$task}
event-task-end = {$who} finishes {$task}
event-task-end-failed = {$who} ends {$task} with a panic
event-result-wait = {$who} waits for the result of {$task}
event-result = {$who} gets the result of {$task}
event-result-timeout = {$who} stops waiting for {$task}: time is up
event-shutdown = {$who} closes {$pool} to new tasks
event-sleep = {$who} sleeps for {$time}
event-wake = {$who} wakes up
event-print = {$who} prints “{$text}”
event-note = {$who} notes “{$text}”
event-lost = {$who}: {$count} events were not recorded
event-other = {$who} does something that this version does not know

## Why an actor is where it is

explain-not-begun = {$who} has not begun yet.
explain-running = {$who} runs, since {$since}.
explain-ready = {$who} is ready to run, since {$since}.
explain-lock = {$who} waits for the lock {$lock}, since {$since}.
explain-lock-held = {$who} waits for the lock {$lock}, since {$since}; {$holder} holds it, since {$held}.
explain-put = {$who} waits for room in {$queue}, since {$since}.
explain-get = {$who} waits for an item in {$queue}, since {$since}.
explain-task-wait = {$who} waits for a task of {$pool}, since {$since}.
explain-join = {$who} waits for {$whom} to end, since {$since}.
explain-result = {$who} waits for the result of {$task}, since {$since}; nobody has begun it.
explain-result-runs = {$who} waits for the result of {$task}, since {$since}; {$whom} is at it.
explain-signal = {$who} waits for {$object}, since {$since}.
explain-sleeps = {$who} sleeps, since {$since}.
explain-sleeps-until = {$who} sleeps, since {$since}, until {$until}.
explain-stuck = {$who} is stuck, since {$since}.
explain-zombie = {$who} has ended at {$since}; nobody has collected its exit status yet.
explain-finished = {$who} ended at {$since}.
explain-cycle = The circle is closed: {$actors} wait for each other, for ever.

## Findings

finding-title-deadlock = Deadlock
finding-title-self-deadlock = Deadlock with itself
finding-title-waits-for-ever = Waits for ever
finding-title-lost-update = Lost update
finding-title-daemon-cut-off = Daemon cut off
finding-deadlock = {$actors} wait for each other in a circle, since {$since}. None of them can ever move again.
finding-deadlock-link = {$who} waits for {$lock}, which {$holder} holds.
finding-self-deadlock = {$who} waits for the lock {$lock}, which it holds itself, since {$since}. It can never move again.
finding-waits-for-ever = {$who} waits for {$object}, since {$since}, and nobody is left who could wake it.
finding-waits-for-ever-bare = {$who} waits, since {$since}, and nobody is left who could wake it.
finding-lost-update = {$whom} overwrote {$cell} at {$time} from what it had read at {$since}. What {$who} wrote in between is lost.
finding-daemon-cut-off = {$who} was cut off in the middle of its work, at {$time}.
certainty-happened = happened
certainty-possible = can happen
certainty-suspicious = suspicious

## States

state-running = runs
state-ready = ready to run
state-waits-lock = waits for a lock
state-waits-queue = waits on a queue
state-waits-actor = waits for another
state-waits-signal = waits for a signal
state-sleeping = sleeps
state-stuck = stuck for ever
state-zombie = zombie
state-finished = ended

## What keys do

keys-playback = Playback
keys-window = Time in sight
keys-lanes = Lanes and arrows
keys-lesson = Lesson
keys-page = Page
key-play = play, pause
key-event-back = one event back
key-event = one event forward
key-interesting-back = previous interesting moment
key-interesting = next interesting moment
key-start = to the start
key-end = to the end
key-slower = slower
key-faster = faster
key-zoom-in = closer
key-zoom-out = further away
key-pan-left = to the left
key-pan-right = to the right
key-fit-selection = fit what is selected
key-fit = the whole run
key-lane-up = lane above
key-lane-down = lane below
key-phase = next phase of the lane
key-phase-back = previous phase of the lane
key-arrow = along an arrow to its effect
key-arrow-back = along an arrow to its cause
key-mark = mark this moment
key-go-mark = to the mark
key-step = next step
key-step-back = previous step
key-help = this help
key-escape = close, deselect
