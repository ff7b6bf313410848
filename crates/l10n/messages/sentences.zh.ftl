# 视图的句子，中文：句子及其参数的清单见 laneway_view::MESSAGES。

## What happened at an event

event-start-process = {$who} 启动进程 {$whom}
event-start-fork = {$who} 用 fork 启动进程 {$whom}：复制自己
event-start-spawn = {$who} 用 spawn 启动进程 {$whom}：从头运行程序
event-start-thread = {$who} 启动线程 {$whom}
event-begin = {$who} 开始
event-end = {$who} 做完了
event-end-failed = {$who} 因 panic 而结束
event-exit = {$who} 退出，退出码 {$code}
event-exit-signal = {$who} 被 {$signal} 终止
event-reap = {$who} 回收 {$whom} 的退出状态
event-adopt = {$who} 的父进程没了，由进程 {$pid} 收养
event-code-end = {$who} 的代码执行完毕
event-join-wait = {$who} 等待 {$whom} 结束
event-join-wait-timed = {$who} 等待 {$whom} 结束，但有时限
event-join = {$who} 继续：{$whom} 已经结束
event-join-timeout = {$who} 不再等 {$whom}：时限已到
event-terminate = {$who} 请求 {$whom} 结束（SIGTERM）
event-kill = {$who} 强行杀死 {$whom}（SIGKILL）
event-saw-alive = {$who} 查看 {$whom}：还活着
event-saw-dead = {$who} 查看 {$whom}：已经结束
event-lock-wait = {$who} 等待锁 {$lock}
event-lock-wait-held = {$who} 等待锁 {$lock}，持有者是 {$holder}
event-lock-acquire = {$who} 拿到锁 {$lock}
event-lock-acquire-again = {$who} 再次拿到锁 {$lock}：第 {$depth} 层
event-lock-release = {$who} 释放锁 {$lock}
event-lock-release-one = {$who} 释放锁 {$lock} 一层：还有 {$depth} 层
event-lock-refuse = {$who} 试着拿锁 {$lock}：已被占用
event-lock-timeout = {$who} 不再等锁 {$lock}：时限已到
event-put-wait = {$who} 等待 {$queue} 腾出空位
event-put = {$who} 把 {$item} 放入 {$queue}
event-put-refuse = {$who} 发现 {$queue} 已满，继续做别的
event-put-timeout = {$who} 不再等 {$queue} 的空位：时限已到
event-get-wait = {$who} 等待 {$queue} 里有东西
event-get = {$who} 从 {$queue} 取出 {$item}
event-get-refuse = {$who} 发现 {$queue} 是空的，继续做别的
event-get-timeout = {$who} 不再等 {$queue} 里的东西：时限已到
event-read = {$who} 读 {$cell}：{$value}
event-write = {$who} 把 {$value} 写入 {$cell}
event-submit = {$who} 把 {$task} 提交给 {$pool}
event-task-wait = {$who} 等待 {$pool} 的任务
event-task-begin = {$who} 开始做 {$task}
event-task-end = {$who} 做完 {$task}
event-task-end-failed = {$who} 做 {$task} 时 panic
event-result-wait = {$who} 等待 {$task} 的结果
event-result = {$who} 得到 {$task} 的结果
event-result-timeout = {$who} 不再等 {$task}：时限已到
event-shutdown = {$who} 关闭 {$pool}，不再接受新任务
event-sleep = {$who} 睡眠 {$time}
event-wake = {$who} 醒来
event-print = {$who} 打印“{$text}”
event-note = {$who} 记下“{$text}”
event-lost = {$who}：有 {$count} 个事件没有录到
event-other = {$who} 做了这个版本不认识的事

## Why an actor is where it is

explain-not-begun = {$who} 还没有开始。
explain-running = {$who} 从 {$since} 起一直在运行。
explain-ready = {$who} 从 {$since} 起可以运行，在等处理器。
explain-lock = {$who} 从 {$since} 起等待锁 {$lock}。
explain-lock-held = {$who} 从 {$since} 起等待锁 {$lock}；{$holder} 从 {$held} 起持有它。
explain-put = {$who} 从 {$since} 起等待 {$queue} 腾出空位。
explain-get = {$who} 从 {$since} 起等待 {$queue} 里有东西。
explain-task-wait = {$who} 从 {$since} 起等待 {$pool} 的任务。
explain-join = {$who} 从 {$since} 起等待 {$whom} 结束。
explain-result = {$who} 从 {$since} 起等待 {$task} 的结果；还没有人开始做它。
explain-result-runs = {$who} 从 {$since} 起等待 {$task} 的结果；{$whom} 正在做。
explain-signal = {$who} 从 {$since} 起等待 {$object}。
explain-sleeps = {$who} 从 {$since} 起睡眠。
explain-sleeps-until = {$who} 从 {$since} 起睡眠，到 {$until} 醒来。
explain-stuck = {$who} 从 {$since} 起卡住了。
explain-zombie = {$who} 在 {$since} 已经结束，退出状态还没有人回收。
explain-finished = {$who} 在 {$since} 结束了。
explain-cycle = 绕成了一圈：{$actors} 互相等待，永远等下去。

## Findings

finding-title-deadlock = 死锁
finding-title-self-deadlock = 自己锁死自己
finding-title-waits-for-ever = 永远等待
finding-title-lost-update = 丢失的更新
finding-title-daemon-cut-off = 守护者被中止
finding-deadlock = {$actors} 从 {$since} 起互相等待，绕成一圈，谁也动不了了。
finding-deadlock-link = {$who} 等待 {$lock}，持有者是 {$holder}。
finding-self-deadlock = {$who} 从 {$since} 起等待锁 {$lock}，而持有者正是它自己：它再也动不了了。
finding-waits-for-ever = {$who} 从 {$since} 起等待 {$object}，已经没有谁能唤醒它。
finding-waits-for-ever-bare = {$who} 从 {$since} 起等待，已经没有谁能唤醒它。
finding-lost-update = {$whom} 在 {$time} 根据它在 {$since} 读到的旧值改写了 {$cell}，{$who} 其间写入的内容丢失了。
finding-daemon-cut-off = {$who} 在 {$time} 被中止，手头的事还没做完。
certainty-happened = 已经发生
certainty-possible = 可能发生
certainty-suspicious = 可疑

## States

state-running = 运行
state-ready = 就绪
state-waits-lock = 等锁
state-waits-queue = 等队列
state-waits-actor = 等别人
state-waits-signal = 等信号
state-sleeping = 睡眠
state-stuck = 永远卡住
state-zombie = 僵尸
state-finished = 已结束

## What keys do

keys-playback = 播放
keys-window = 可见的时间
keys-lanes = 泳道与箭头
keys-lesson = 课程
keys-page = 页面
key-play = 播放、暂停
key-event-back = 后退一个事件
key-event = 前进一个事件
key-interesting-back = 上一个关键时刻
key-interesting = 下一个关键时刻
key-start = 回到开头
key-end = 跳到结尾
key-slower = 放慢
key-faster = 加快
key-zoom-in = 放大
key-zoom-out = 缩小
key-pan-left = 向左
key-pan-right = 向右
key-fit-selection = 让选中的部分占满
key-fit = 整个运行
key-lane-up = 上一条泳道
key-lane-down = 下一条泳道
key-phase = 泳道的下一个阶段
key-phase-back = 泳道的上一个阶段
key-arrow = 沿箭头到结果
key-arrow-back = 沿箭头到原因
key-mark = 标记此刻
key-go-mark = 回到标记
key-step = 下一步
key-step-back = 上一步
key-help = 本帮助
key-escape = 关闭、取消选中
