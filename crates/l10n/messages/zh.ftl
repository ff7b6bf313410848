# 中文消息。测试会与 en.ftl 对照：每条消息两边都要有。

list-separator = 、
list-last = {$rest} 和 {$last}

## The page around everything

app-name = 泳道 Laneway
app-line = 让并发看得见：真实的线程与进程，录下来，再慢慢回放。
app-about = 这里的每一幅画面都录自真实的线程和进程。按下播放，或逐个事件单步，看清谁在运行、谁在等待、在等什么。
language-switch = English
language-switch-label = Switch to English
language-switch-lang = en
theme-dark = 深色
theme-light = 浅色
theme-contrast = 高对比度
open-file = 打开文件
all-lessons = 全部课程
help = 按键与图例
close = 关闭
cancel = 取消
retry = 重试

## The gallery

part-processes = 进程
part-threads = 线程
part-pools = 池
part-coroutines = 协程
card-not-recorded = 尚未录制
card-facts = {$actors} 条泳道 · {$events} 个事件 · {$time}
gallery-loading = 正在获取课程列表
gallery-courses = 选择课程
gallery-search = 搜索课程
gallery-parts = 主题
gallery-recorded = 仅看已录制
gallery-found = {$all} 课中找到 {$found} 课
gallery-nothing = 这套课程里没有符合条件的课
gallery-nothing-advice = 可以搜索标题或简介里的词，例如：锁、队列、守护；也可以查看整套课程。
gallery-clear = 清除搜索与筛选
gallery-empty = 这里还没有课程
gallery-empty-advice = 运行“cargo xtask start”为每一课录制一次运行，或者打开你手头的 .lane 文件。
gallery-unreachable = 无法获取课程列表
gallery-unreachable-advice = 服务器还在运行吗？可用“laneway serve”启动。没有服务器也能打开 .lane 文件。
drop-title = 打开录制好的运行
drop-line = 把 .lane 文件拖到页面任意位置，或者选择一个文件。
drop-now = 松开即可打开文件
drop-privacy = 文件只留在你的浏览器里，方便下次打开，不会上传到任何地方。
kept-title = 以前打开过
kept-forget = 移除
kept-forget-this = 移除 {$name}

## Loading, and what can go wrong

loading-run = 正在载入运行
trouble-title = 无法显示这次运行
trouble-no-run = 这里没有“{$lesson}”的录制。
advice-no-run = 用“laneway run {$lesson}”录制一次，或者选择别的课程。
trouble-status = 服务器返回了状态码 {$status}。
trouble-unreachable = 服务器没有响应。
advice-unreachable = 请确认“laneway serve”仍在运行，然后重试。
trouble-file = 浏览器无法读取文件“{$name}”。
advice-file = 文件是否被移动、删除或修改过？请重新打开。
trouble-nothing-open = 没有打开的文件。
trouble-not-kept = 这个浏览器里没有保存名为“{$name}”的文件。
advice-nothing-open = 请再次打开文件。
trouble-stopped = 载入已停止。
advice-stopped = 可以重试，或者选择另一次运行。
trouble-foreign = 这不是 Laneway 的运行文件。
advice-foreign = 请打开由“laneway run”或“laneway record”写出的文件，扩展名是 .lane 或 .jsonl。
trouble-newer = 这次运行的格式版本是 {$version}，本页面最高只认识版本 {$known}。
advice-newer = 请用更新的 Laneway 打开。
trouble-truncated = 文件在头部就中断了（只有 {$bytes} 字节），读不出任何内容。
advice-damaged = 文件复制完整了吗？请重新复制或重新录制。
trouble-header = 这次运行的头部已损坏。
trouble-line = 文件第 {$line} 行无法读取。
trouble-too-large = 这次运行太大，页面放不下。
advice-too-large = 请录制更短的运行，或用“laneway info”查看。
trouble-detail = 读取程序的原话：
notice-cut = 文件被截断：{$promised} 个事件中保留了 {$kept} 个。
notice-open = 文件提前结束：其中有 {$kept} 个事件，没有运行的结局。
notice-lost = 因空间不足，有 {$lost} 个事件没有录下。
notice-damaged = 文件已损坏：这里显示能读出的部分。
notice-simulated = 这次运行是模拟的，并非录制。
notice-imported = 这次运行从其他程序的文件导入。
notice-origin = 这次运行并非录制：它自称的来源是“{$word}”。
notice-stuck = 这次运行卡死了：谁也无法再前进。
notice-timeout = 这次运行超过允许的时间，已被终止。
notice-failed = 程序失败了。
notice-interrupted = 这次运行被中断了。
notice-ended = 这次运行的结束方式本页不认识：“{$word}”。
notice-unseen = 有些情况没能看到。
notice-finished = 运行在 {$time} 后自行结束。
notice-findings = {$count} 个发现
notice-said = 录制程序和读取程序的原话：
notice-more = 还有 {$count} 条
notice-details = 详情

## The run: places

place-lanes = 泳道
place-lanes-label = 这次运行的泳道：每个线程和进程一条，时间从左到右
gutter-edge = 名称栏宽度
gutter-edge-hint = 拖动可调整名称栏宽度，双击恢复自动宽度
lanes-tools = 显示哪些泳道
lanes-filter = 按名称筛选泳道
lanes-group = 泳道分组
lanes-group-process = 按进程
lanes-group-names = 按名称
lanes-group-names-hint = 只有编号不同的名称归为一组
lanes-pin = 置顶
lanes-pin-hint = 把选中的泳道固定在最上方
lanes-fold = 折叠
lanes-fold-hint = 把选中泳道所在的组折叠成一行
lanes-fold-all = 全部折叠
lanes-fold-all-hint = 每组泳道各折叠成一行
lanes-hidden = 共 {$count} 条泳道，隐藏了 {$hidden} 条
lanes-show-all = 全部显示
place-overview = 整次运行的概览
place-stage = 舞台
place-transport = 播放
place-words = 文字
skips = 页内快捷跳转
skip-to-words = 跳到提问或正文
skip-to-play = 跳到播放
tab-lesson = 课程
tab-source = 源码
tab-console = 控制台
tab-story = 事件
tab-findings = 发现
words-explanation = 发生了什么，为什么
words-tabs = 面板
sentence-separator = {""}
rows-earlier = 更早的 {$count} 条
rows-later = 更晚的 {$count} 条

## Transport

play = 播放
pause = 暂停
replay = 重新播放
event-back = 后退一个事件
event-forward = 前进一个事件
interesting-back = 上一个关键时刻
interesting-forward = 下一个关键时刻
speed = 速度
speed-slower = 慢一点
speed-faster = 快一点
curtain = 隐藏还没播放的部分
present = 讲台模式（投影）
speaker = 讲者窗口
speaker-alone = 这是讲者窗口，跟随打开它的那次运行：请打开一次运行，在那里按 Shift + B。
speaker-refused = 浏览器拦截了讲者窗口。请允许此页面弹出窗口，再按一次 Shift + B。
speaker-black = 投影画面现在是黑屏。
speaker-next = 下一步
speaker-last = 这是最后一步。
speaker-restart = 重新计时
speaker-keys = 在此按键即可控制投影窗口：Page Down、空格、1 – 9、B、P。
note-own = 自己的备注
note-here = 只有自己能看到，保存在此浏览器中
note-at-stop = 第一段会显示在投影上，其余只有自己能看到
own-stop = 在此停顿
notes-save = 保存备注
notes-open = 打开备注
notes-opened = 备注已读入。
notes-none = 这个文件里没有泳道的备注。请选择由“保存备注”生成的文件。
notes-elsewhere = 这些备注属于另一次运行。请先打开那次运行。
vote-begin = 投票
vote-first = 第一次投票：每个选项各有多少人？
vote-second = 先和邻座讨论，再投一次：每个选项各有多少人？
vote-talk = 和邻座讨论
vote-back = 返回
vote-field = 选项 { $option } 的票数
vote-total-first = 第一次：{ $count } 票
vote-total-second = 讨论后：{ $count } 票
hall-unveil = 恢复显示
step-stops = 每一步都暂停
loop = 循环
transport-more = 更多
clock = 时钟
clock-steps = 逐步
clock-steps-about = 每个事件占一拍
clock-wall = 真实时间
clock-wall-about = 真实的时间长短
clock-folded = 省略空闲
clock-folded-about = 真实时间，但折叠长时间的空闲
readout = 第 {$row} / {$rows} 个事件
fit = 显示整个运行
lane-daemon = 守护
lane-process = 进程
lane-pinned = 已置顶
ruler-event = 事件
speed-real = 真实速度的 {$factor}
pace-time = 每秒播放 {$time}
pace-events = 每秒 {$count} 个事件
pace-lesson = 文中的 1 s 实际为 {$time}

## Lesson

lesson-idea = 要点
lesson-steps = 步骤
lesson-hindsight = 看完再读：观察要点、常见误解与 Python
lesson-notice = 注意观察
lesson-misconception = 常见误解
lesson-python = 对应的 Python
lesson-compare = 对比
lesson-next = 下一课
lesson-parameters = 本次运行
lesson-none = 这次运行不是课程
lesson-none-line = 它讲自己的故事：播放它，或从一个关键时刻跳到下一个。
step-of = 第 {$step} 步，共 {$steps} 步
step-previous = 上一步
step-next = 下一步
step-missing = 本次运行没有出现
start-again = 重新开始
start-again-about = 清除作答记录，重新隐藏已播放的部分，回到开头
prompt-others = 其余 {$count} 个选项为什么不对
prompt-title = 你认为会怎样？
prompt-reveal = 继续播放，揭晓答案
prompt-right = 答对了。
prompt-wrong = 不对。
prompt-open = 提问
prompt-skip = 直接看答案
prompt-waiting = 你的回答（还没有揭晓）：
prompt-follow = 真的懂了吗？换个场景，再答一次同样的问题：
lesson-outcome = 结果：
lesson-questions = 前面的问题
lesson-variant = 看这次运行
lesson-record = 录制一次看看：
value-yes = 是
value-no = 否

## 并排的两次运行

beside = 并排对照
beside-lead = 以这次运行为主
beside-other = 另一次运行
in-step = 同步方式
in-step-steps = 按步骤
in-step-events = 按事件
in-step-free = 各自独立
differs-nothing = 在结果、发现和等待时间上没有差别。
differs-later = 两边都播放到结尾，就能看到差别。
differs-outcome = A 的结果：“{$one}”；B 的结果：“{$other}”。
differs-outcome-same = 结果相同：“{$value}”。
differs-stuck-both = 两边都卡死了。
differs-stuck-one = A 卡死了，B 没有。
differs-stuck-other = B 卡死了，A 没有。
differs-finding = {$what}：A 中 {$one} 处，B 中 {$other} 处。
differs-waits-all = 相互等待的时间总计：A 中 {$one}，B 中 {$other}。
differs-waits = {$who} 的等待时间：A 中 {$one}，B 中 {$other}。

## Source and console

source-none = 这次运行没有录下源码。
source-file = 源文件
source-pair = 并排
source-when = 点一行，跳到它下一次执行的时刻。
source-when-line = 第 {$line} 行：至此执行 {$this} 次，共 {$times} 次
source-when-so-far = 第 {$line} 行：至此执行 {$this} 次，已播放的部分里共 {$times} 次
source-next = 这一行下一次执行的时刻
source-previous = 这一行上一次执行的时刻
console-none = 还没有输出。
console-none-ever = 这次运行没有输出。
events-before = 运行尚未开始。

## Findings and figures

findings-none = 到此刻为止没有发现问题。
findings-none-ever = 这次运行没有发现问题：没有谁卡死，没有丢失更新，没有谁被终止。
findings-later = 后面还有 {$count} 个
findings-next = 去看下一个
figures = 整次运行的数据
figures-time = 各状态所占的时间
figures-locks = 锁
figures-queues = 队列
figures-cells = 值
figures-taken = 获取
figures-contended = 需等待
figures-longest = 最长等待
figures-in = 放入
figures-out = 取出
figures-most = 最多同时
figures-read = 读取
figures-written = 写入
figures-lost = 丢失
figures-more = 另有 {$count} 个
figures-tables = 表格与事件
figures-range = {$since} 到 {$until} 的数据
figures-range-line = 共 {$time}。按 Esc 回到整次运行。
figures-clear = 整次运行
figures-copy = 复制为表格
figures-copied = 已复制
figures-copy-refused = 浏览器不允许本页写入剪贴板，请手动复制下面的文字：
figures-lanes = 各泳道的时间
figures-all = 全部泳道
figures-waits = 等待
figures-times = 次数
figures-total = 合计
figures-events = 事件
figures-none = 这一段里什么也没有发生。
levels-pools = 池
levels-busy = 池中忙碌的工作线程（进程）
levels-busy-told = {$object} 中忙碌的工作线程（进程）：最多 {$most} 个（共 {$all} 个），平均 {$mean} 个；全部忙碌共 {$time}
levels-busy-all = 全忙时长
levels-items = 队列中的元素
levels-items-told = {$object} 中的元素：最多 {$most} 个，平均 {$mean} 个；处于峰值共 {$time}
levels-items-all = 峰值时长
levels-most = 最多
levels-mean = 平均
path = 关键路径
path-line = 是什么决定了运行何时结束：从最后一个事件往回走，每遇到一次等待，就转到结束这次等待的执行体。只要事件的先后次序不变，就只有缩短这条路径上的部分才能让运行更早结束；一旦另一条路径成为最长，再缩短这一条也没有用。
path-held = {$time} 当中，有 {$held} 持有 {$object}。
path-states = 路径上的时间
path-share = 占比
path-shorter = 另有 {$count} 段较短的未列出
path-cut = {$time} 之前的部分没有继续追溯。

## Stage

chip-label = {$actor}：{$state}
stage-others = 另有 {$count} 个对象闲置。
stage-find = 按名称查找
stage-find-none = 这次运行里没有名称包含它的对象。
stage-nothing = 这次运行不共享任何东西：没有锁、没有队列，也没有共享的值。请看上方的泳道。
stage-larger = 放大舞台
stage-size = 舞台大小
stage-smaller = 缩小舞台
stage-processes = 进程
stage-ring = 谁在等谁
graph-none = 没有互相关联的等待
graph-more = 还有 {$count} 个
graph-waits = {$actor} 在等 {$other}
ring-open = 尚未成环
ring-closed = 等待成环：谁都无法继续
ring-waits = {$actor} 等待 {$lock}
ring-holds = {$actor} 持有 {$lock}
lock-free = 空闲
lock-held = 已被持有 {$time}
lock-depth = {$depth} 层
lock-waiting = 排队等待
holding-taken = 已占用 {$taken} / {$permits}
holding-shared = {$count} 个共享
holding-poisoned = 已中毒
holding-poisoned-about = 持有者曾崩溃：它保护的数据可能已损坏
store-last = 后进先出
store-lowest = 最小者先出
store-closed = 已关闭
gate-open = 打开
gate-closed = 关闭
gate-notified = {$count} 个可通过
gate-arrived = 已到达
gate-arrived-of = 已到 {$arrived} / {$needed}
gate-generation = 已打开 {$count} 次
gate-waiting = 等待通过
call-asked = 未完成的请求
call-answered = 已答复 {$count} 个
call-unserved = 尚未处理
task-failed = 失败
task-callback = {$actor} 正在执行它的回调
part-unknown = 本版本不知道这类对象如何运作。
queue-empty = 空
queue-full = 满
queue-unbounded = 无上限
queue-of = {$length} / {$capacity}
queue-length = {$length} 个
queue-items = 元素，先离开的在前
queue-item-from = 由 {$actor} 放入
queue-producers = 等空位
queue-consumers = 等元素
queue-more = 还有 {$count} 个
pool-pending = 待处理
pool-workers = 工作线程（进程）
pool-done = 已完成
pool-idle = 空闲
pool-shut-down = 不再接收任务
cell-unread = 尚未读取
cell-writer = 最后写入者
cell-stale-title = 手里是旧值
cell-stale = {$actor} 手里是过期的 {$value}
process-alive = {$count} 个存活
process-zombies = {$count} 个僵尸
process-unborn = 尚未启动
process-running = 存活
process-gone = 已消失
process-exited = 已退出，退出码 {$code}
process-killed = 被 {$signal} 终止
process-zombie = 僵尸：已结束，尚未被回收
process-orphan = 孤儿：父进程已不在
process-daemon = 守护进程
process-session = 会话
process-leads = {$pid}（首进程）
process-terminal = 终端
process-no-terminal = 无
process-start = 启动方式

## What happens, event by event

event-start = {$who} 启动 {$whom}
event-start-thread = {$who} 启动线程 {$whom}
event-start-task = {$who} 启动任务 {$whom}
event-start-process = {$who} 启动进程 {$whom}
event-start-fork = {$who} 用 fork 启动进程 {$whom}：复制自己
event-start-spawn = {$who} 用 spawn 启动进程 {$whom}：从头运行程序
event-begin = {$who} 开始运行
event-end = {$who} 结束
event-end-failed = {$who} 因出错而结束
event-exit = {$who} 退出，退出码 {$code}
event-exit-signal = {$who} 被 {$signal} 终止
event-reap = {$who} 取走 {$whom} 的退出状态
event-adopt = {$who} 成为孤儿，由进程 {$pid} 收养
event-new-session = {$who} 处在自己的会话里，会话由进程 {$pid} 建立
event-no-terminal = {$who} 没有控制终端
event-terminal = {$who} 的控制终端是 {$value}
event-code-end = {$who} 执行完了最后一行
event-start-failed = {$who} 未能启动 {$whom}
event-panic = {$who} 崩溃（panic）：{$value}
event-join-wait = {$who} 等待 {$whom} 结束
event-join-wait-timed = {$who} 限时等待 {$whom} 结束
event-join = {$who} 继续运行：{$whom} 已结束
event-join-timeout = {$who} 不再等待 {$whom}
event-terminate = {$who} 请求 {$whom} 终止
event-kill = {$who} 强制终止 {$whom}
event-saw-alive = {$who} 看到 {$whom} 还活着
event-saw-dead = {$who} 看到 {$whom} 已不在运行
event-resume = {$who} 接着执行 {$whom}
event-suspend = {$who} 挂起 {$whom}
event-cancel = {$who} 请求取消 {$whom}

event-lock-wait = { $counted ->
        [yes] {$who} 等待{$kind} {$object} 的许可
       *[no] {$who} 等待{$kind} {$object}
    }
event-lock-wait-held = { $counted ->
        [yes] {$who} 等待{$kind} {$object} 的许可，许可都在 {$holders} 手里
       *[no] {$who} 等待{$kind} {$object}，它在 {$holders} 手里
    }
event-lock-wait-timed = { $counted ->
        [yes] {$who} 等待{$kind} {$object} 的许可，最多等 {$time}
       *[no] {$who} 等待{$kind} {$object}，最多等 {$time}
    }
event-lock-wait-timed-held = { $counted ->
        [yes] {$who} 等待{$kind} {$object} 的许可，许可都在 {$holders} 手里；最多等 {$time}
       *[no] {$who} 等待{$kind} {$object}，它在 {$holders} 手里；最多等 {$time}
    }
event-lock-acquire = { $counted ->
        [yes] {$who} 拿到{$kind} {$object} 的一个许可
       *[no] {$who} 拿到{$kind} {$object}
    }
event-lock-acquire-again = { $counted ->
        [yes] {$who} 又拿到{$kind} {$object} 的一个许可，共 {$depth} 个
       *[no] {$who} 再次拿到{$kind} {$object}，共 {$depth} 层
    }
event-lock-release = { $counted ->
        [yes] {$who} 归还{$kind} {$object} 的一个许可
       *[no] {$who} 释放{$kind} {$object}
    }
event-lock-release-once = { $counted ->
        [yes] {$who} 归还{$kind} {$object} 的一个许可，还有 {$depth} 个
       *[no] {$who} 释放{$kind} {$object} 一次，还持有 {$depth} 层
    }
event-lock-refuse = { $counted ->
        [yes] {$who} 申请{$kind} {$object} 的许可，但已没有空余
       *[no] {$who} 尝试拿{$kind} {$object}，但已被占用
    }
event-lock-timeout = { $counted ->
        [yes] {$who} 不再等待{$kind} {$object} 的许可
       *[no] {$who} 不再等待{$kind} {$object}
    }
event-lock-poison = {$who} 持有{$kind} {$object} 时崩溃：它保护的数据可能已损坏
event-shared-wait = {$who} 等待共享{$kind} {$object}
event-shared-wait-held = {$who} 等待共享{$kind} {$object}，它在 {$holders} 手里
event-shared-wait-timed = {$who} 等待共享{$kind} {$object}，最多等 {$time}
event-shared-wait-timed-held = {$who} 等待共享{$kind} {$object}，它在 {$holders} 手里；最多等 {$time}
event-shared-acquire = {$who} 以共享方式拿到{$kind} {$object}
event-shared-acquire-again = {$who} 再次以共享方式拿到{$kind} {$object}，共 {$depth} 层
event-shared-release = {$who} 归还{$kind} {$object} 的共享份额
event-shared-release-once = {$who} 归还{$kind} {$object} 的一份共享，还有 {$depth} 份
event-shared-refuse = {$who} 尝试共享{$kind} {$object}，但已被占用
event-shared-timeout = {$who} 不再等待共享{$kind} {$object}

event-put-wait = {$who} 等待{$kind} {$object} 腾出空位
event-put-wait-timed = {$who} 等待{$kind} {$object} 腾出空位，最多等 {$time}
event-put = {$who} 把 {$item} 放入{$kind} {$object}
event-put-refuse = {$who} 发现{$kind} {$object} 已满
event-put-timeout = {$who} 不再等待{$kind} {$object} 的空位
event-get-wait = {$who} 等待{$kind} {$object} 里有元素
event-get-wait-timed = {$who} 等待{$kind} {$object} 里有元素，最多等 {$time}
event-get = {$who} 从{$kind} {$object} 取出 {$item}
event-get-refuse = {$who} 发现{$kind} {$object} 是空的
event-get-timeout = {$who} 不再等待{$kind} {$object} 的元素
event-close = {$who} 关闭{$kind} {$object}：不会再有元素
event-put-closed = {$who} 想放入{$kind} {$object}，但它已关闭
event-get-closed = {$who} 发现{$kind} {$object} 已空且已关闭

event-flush-wait = {$who} 已把元素放入{$kind} {$object}，正在等待空位写入其余字节
event-flush = {$who} 继续运行：它的元素已全部进入{$kind} {$object}

event-read = {$who} 读取 {$object}：{$value}
event-write = {$who} 写入 {$object}：{$value}

event-submit = {$who} 把 {$object} 交给 {$pool}
event-task-wait = {$who} 等待 {$object} 分派任务
event-task-begin = {$who} 开始执行 {$object}
event-task-end = {$who} 完成了 {$object}
event-task-end-failed = {$who} 执行 {$object} 失败
event-task-end-given-up = {$who} 放弃了 {$object}：执行它的进程已不在
event-result-wait = {$who} 等待 {$object} 的结果
event-result-wait-timed = {$who} 等待 {$object} 的结果，最多等 {$time}
event-result = {$who} 拿到 {$object} 的结果
event-result-timeout = {$who} 不再等待 {$object} 的结果
event-shutdown = {$who} 关闭 {$object}，不再接受新任务
event-task-give-up = {$who} 不再等待 {$object} 的任务
event-task-cancel = {$who} 在 {$object} 开始之前取消了它
event-callback-begin = {$who} 开始执行 {$object} 的回调 {$value}
event-callback-end = {$who} 执行完 {$object} 的回调
event-callback-end-failed = {$who} 执行 {$object} 的回调失败

event-gate-wait = {$who} 在{$kind} {$object} 处等待
event-gate-wait-timed = {$who} 在{$kind} {$object} 处等待，最多等 {$time}
event-gate-pass = {$who} 通过{$kind} {$object}
event-gate-timeout = {$who} 不再在{$kind} {$object} 处等待
event-gate-broken = {$kind} {$object} 已损坏，{$who} 未能通过
event-gate-refuse = {$who} 想通过{$kind} {$object}，但它已损坏
event-gate-arrive = {$who} 到达{$kind} {$object}
event-gate-open = {$who} 打开{$kind} {$object}：所有等待者都可通过
event-gate-close = {$who} 关上{$kind} {$object}：再来的都要等待
event-notify = {$who} 唤醒在{$kind} {$object} 处等待的 {$count} 个执行体
event-notify-all = {$who} 唤醒在{$kind} {$object} 处等待的所有执行体

event-call = {$who} 向 {$object} 请求 {$value}，并等待答复
event-serve = {$who} 开始处理对 {$object} 的请求
event-reply = {$who} 答复对 {$object} 的请求
event-return = {$who} 收到 {$object} 的答复
event-call-timeout = {$who} 不再等待 {$object} 的答复
event-call-broken = {$who} 等不到答复：{$object} 已不在
event-serve-wait = {$who} 等待对 {$object} 的请求

event-span-open = {$who} 开始 {$value}
event-span-close = {$who} 结束最近开始的区段
event-link-from = 关联 {$value} 从 {$who} 的这里出发
event-link-to = 关联 {$value} 到达 {$who} 的这里

event-io-wait = {$who} 等待输入或输出：{$value}
event-io-done = {$who} 继续运行：输入或输出已完成
event-io-refuse = {$who} 尝试 {$value}：尚未就绪，不等待
event-sleep = {$who} 睡眠 {$time}
event-wake = {$who} 醒来
event-print = {$who} 输出 {$value}
event-note = {$who} 记下 {$value}
event-lost = {$who} 有 {$count} 个事件没有录下
event-failure = {$who} 的系统调用失败：{$value}

## 只有这次运行自己才认识的事件种类，按其作用来说

effect-note = {$who} 执行“{$name}”
effect-print = {$who} 执行“{$name}”，输出 {$value}
effect-lost = 从这里起缺少 {$who} 的事件（“{$name}”）
effect-wait-permit = {$who} 执行“{$name}”：等待进入{$kind} {$object}
effect-wait-room = {$who} 执行“{$name}”：等待{$kind} {$object} 腾出空位
effect-wait-item = {$who} 执行“{$name}”：等待{$kind} {$object} 里有元素
effect-wait-gate = {$who} 执行“{$name}”：在{$kind} {$object} 处等待放行
effect-wait-task = {$who} 执行“{$name}”：等待{$kind} {$object} 分派任务
effect-wait-result = {$who} 执行“{$name}”：等待{$kind} {$object} 的结果
effect-wait-reply = {$who} 执行“{$name}”：等待{$kind} {$object} 的答复
effect-wait-end = {$who} 执行“{$name}”：等待 {$whom} 结束
effect-wait-time = {$who} 执行“{$name}”：睡眠
effect-wait-io = {$who} 执行“{$name}”：等待输入或输出
effect-refuse = {$who} 对{$kind} {$object} 执行“{$name}”，没有成功
effect-give-up = {$who} 对{$kind} {$object} 执行“{$name}”：不再等待
effect-wake = {$who} 执行“{$name}”：等待结束
effect-enter = {$who} 对{$kind} {$object} 执行“{$name}”：已进入
effect-leave = {$who} 对{$kind} {$object} 执行“{$name}”：离开
effect-poison = {$who} 对{$kind} {$object} 执行“{$name}”：它保护的数据可能已损坏
effect-put = {$who} 对{$kind} {$object} 执行“{$name}”：放入 {$value}
effect-take = {$who} 对{$kind} {$object} 执行“{$name}”：取出一个元素
effect-close = {$who} 对{$kind} {$object} 执行“{$name}”：不会再有元素
effect-read = {$who} 执行“{$name}”：读取{$kind} {$object}：{$value}
effect-write = {$who} 执行“{$name}”：写入{$kind} {$object}：{$value}
effect-arrive = {$who} 执行“{$name}”：到达{$kind} {$object}
effect-open = {$who} 执行“{$name}”：{$kind} {$object} 对所有等待者打开
effect-shut = {$who} 执行“{$name}”：{$kind} {$object} 已关上
effect-notify = {$who} 执行“{$name}”：在{$kind} {$object} 处等待的一部分可以通过
effect-notify-all = {$who} 执行“{$name}”：在{$kind} {$object} 处等待的都可以通过
effect-pass = {$who} 执行“{$name}”：通过{$kind} {$object}
effect-submit = {$who} 执行“{$name}”：把{$kind} {$object} 交给 {$pool}
effect-task-begin = {$who} 执行“{$name}”：开始{$kind} {$object}
effect-task-end = {$who} 执行“{$name}”：{$kind} {$object} 已完成
effect-cancel = {$who} 执行“{$name}”：取消{$kind} {$object}
effect-answer = {$who} 执行“{$name}”：拿到{$kind} {$object} 的结果
effect-callback-begin = {$who} 执行“{$name}”：{$kind} {$object} 的回调开始
effect-callback-end = {$who} 执行“{$name}”：{$kind} {$object} 的回调结束
effect-serve = {$who} 执行“{$name}”：开始处理对{$kind} {$object} 的请求
effect-reply = {$who} 执行“{$name}”：答复对{$kind} {$object} 的请求
effect-return = {$who} 执行“{$name}”：收到{$kind} {$object} 的答复
effect-start = {$who} 执行“{$name}”：启动 {$whom}
effect-start-failed = {$who} 执行“{$name}”：未能启动 {$whom}
effect-begin = {$who} 执行“{$name}”：开始运行
effect-end = {$who} 执行“{$name}”：结束
effect-code-end = {$who} 执行“{$name}”：代码已执行完
effect-exit = {$who} 执行“{$name}”：已退出
effect-reap = {$who} 执行“{$name}”：取走 {$whom} 的退出状态
effect-adopt = {$who} 执行“{$name}”：有了新的父进程
effect-session = {$who} 执行“{$name}”：处在自己的会话里
effect-terminal = {$who} 执行“{$name}”：换了控制终端，或者没有了
effect-join = {$who} 执行“{$name}”：得知 {$whom} 已结束
effect-signal = {$who} 执行“{$name}”：请求 {$whom} 终止
effect-look = {$who} 执行“{$name}”：查看 {$whom} 是否还活着
effect-resume = {$who} 执行“{$name}”：接着执行 {$whom}
effect-suspend = {$who} 执行“{$name}”：挂起 {$whom}
effect-panic = {$who} 执行“{$name}”：崩溃（panic）
effect-span-open = {$who} 执行“{$name}”：一个区段开始
effect-span-close = {$who} 执行“{$name}”：最近开始的区段结束
effect-link-from = {$who} 执行“{$name}”：一个关联从这里出发
effect-link-to = {$who} 执行“{$name}”：一个关联到达这里
effect-unknown = {$who} 执行“{$name}”：本版本不知道它有什么作用
effect-unnamed = {$who} 做了本版本不认识的事（编号 {$name}）

## Why a lane is where it is

explain-not-begun = {$who} 还没有开始。
explain-running = {$who} 从 {$since} 起一直在运行。
explain-ready = {$who} 从 {$since} 起可以运行，正在等待处理器。
explain-unseen = {$who} 从 {$since} 起在睡眠；睡在哪里，没有看到。
explain-unknown = {$who} 从 {$since} 起在做什么，无从得知。
explain-wait-permit = {$who} 从 {$since} 起在等{$kind} {$object}。
explain-wait-permit-held = {$who} 从 {$since} 起在等{$kind} {$object}；它从 {$held} 起在 {$holders} 手里。
explain-wait-room = {$who} 从 {$since} 起在等{$kind} {$object} 腾出空位。
explain-wait-item = {$who} 从 {$since} 起在等{$kind} {$object} 里有元素。
explain-wait-gate = {$who} 从 {$since} 起在{$kind} {$object} 处等待。
explain-wait-task = {$who} 从 {$since} 起在等 {$object} 分派任务。
explain-wait-call = {$who} 从 {$since} 起在等对 {$object} 的请求。
explain-wait-result = {$who} 从 {$since} 起在等 {$object} 的结果。
explain-wait-result-runs = {$who} 从 {$since} 起在等 {$object} 的结果；{$whom} 正在执行它。
explain-wait-reply = {$who} 从 {$since} 起在等 {$object} 的答复。
explain-wait-reply-serves = {$who} 从 {$since} 起在等 {$object} 的答复；{$whom} 正在处理。
explain-wait-end = {$who} 从 {$since} 起在等 {$whom} 结束。
explain-wait-io = {$who} 从 {$since} 起在等输入或输出。
explain-waits = {$who} 从 {$since} 起在等待。
explain-sleeps = {$who} 从 {$since} 起在睡眠。
explain-sleeps-until = {$who} 在睡眠，从 {$since} 到 {$until}。
explain-stuck = {$who} 从 {$since} 起卡死。
explain-zombie = {$who} 在 {$since} 结束，还没有谁取走它的退出状态。
explain-finished = {$who} 已在 {$since} 结束。
explain-cycle = {$actors} 围成一圈互相等待，谁也无法再前进。
phase-lasted = {$who}：历时 {$held}，从 {$since} 到 {$until}。
phase-lasts = {$who}：从 {$since} 一直到运行结束。
phase-unplayed = {$who}：从 {$since} 开始。何时结束，还没有播放到。
phase-begun-by = {$whom} 在 {$time} 让它得以继续：
phase-held = 开始等待时，{$kind} {$object} 在 {$holders} 手里。
phase-at = 等的是{$kind} {$object}。
phase-for = 等的是 {$actors}。
phase-ended-by = {$whom} 在 {$time} 结束了这段等待：
phase-ended = 它在 {$time} 结束：
phase-helpless = 从 {$time} 起，谁也无法再结束这段等待。
phase-others = 同时在等的还有 {$actors}。
phase-next = 接着进去的是 {$whom}，在 {$time}。

## Findings

finding-title-deadlock = 死锁
finding-title-self-deadlock = 自死锁
finding-title-waits-for-ever = 永远等待
finding-title-update-in-danger = 更新可能丢失
finding-title-lost-update = 丢失更新
finding-title-daemon-cut-off = 守护线程（进程）被终止
finding-deadlock = {$actors} 从 {$since} 起互相等待，谁也无法再前进。
finding-deadlock-link = {$who} 在等{$kind} {$object}，而它在 {$holder} 手里。
finding-self-deadlock = {$who} 从 {$since} 起在等{$kind} {$object}，而它就在自己手里。
finding-waits-for-ever = {$who} 从 {$since} 起在等{$kind} {$object}，而能让它等到的执行体都已不在。
finding-waits-for-ever-bare = {$who} 从 {$since} 起在等待，而能让它等到的执行体都已不在。
finding-update-in-danger = {$whom} 在 {$time} 根据 {$since} 读到的旧值改写了 {$object}，盖掉了 {$who} 在这期间写入的值。除非看到过那个值的执行体再次写入，否则这次更新就会丢失。
finding-lost-update = {$whom} 在 {$time} 根据 {$since} 读到的旧值改写了 {$object}，{$who} 在这期间写入的值丢失了。
finding-daemon-cut-off = {$who} 在 {$time} 被终止，工作只做到一半。
finding-title-failure-unseen = 无人查看的失败
finding-title-poisoned-lock = 锁已中毒
finding-waits-for-ever-helpers = 在这次运行里，只有 {$actors} 做过能结束这一等待的事。
finding-failure-unseen = {$who} 在 {$time} 失败，之后没有人查看结果。
finding-poisoned-lock = {$who} 在 {$time} 持有{$kind} {$object} 时发生 panic：它保护的数据可能只改了一半。
finding-title-zombie = 僵尸进程
finding-title-orphan = 孤儿进程
finding-zombie = {$who} 在 {$since} 结束，此后 {$held} 一直是僵尸进程：{$whom} 先去做了别的事，之后才取走它的退出状态。
finding-zombie-never = {$who} 在 {$since} 结束，此后 {$held} 一直是僵尸进程：{$whom} 一直在做别的事，到结束也没有取走它的退出状态。
finding-orphan = {$who} 比父进程 {$whom} 活得久：父进程在 {$since} 结束，它成为孤儿，由别的进程收养。
finding-title-check-then-act = 先检查后执行
finding-check-then-act = {$who} 在 {$since} 检查了 {$object}，到 {$time} 才执行；{$whom} 在这期间做了同样的操作，{$who} 检查时看到的情况可能已经变了。
finding-title-lock-order-inversion = 锁顺序反转
finding-lock-order-inversion = {$actors} 以相反的顺序获取锁。要是正好同时走到这里，就会死锁。
finding-lock-order-inversion-link = {$who} 持有 {$other} 时又获取了{$kind} {$object}。
finding-title-starvation = 饥饿
finding-starvation = {$who} 从 {$since} 起等{$kind} {$object}，等了 {$held} 才得到；这期间，后来的执行体抢先得到了 {$count} 次。
finding-starvation-in-vain = {$who} 从 {$since} 起等{$kind} {$object}，等了 {$held} 也没有得到；这期间，后来的执行体抢先得到了 {$count} 次。
certainty-happened = 在这次运行中发生了
certainty-possible = 在别的运行中可能发生
certainty-suspicious = 看起来像是错误

## States

state-running = 运行
state-ready = 可以运行
state-unseen = 睡眠，原因未见
state-unknown = 未知
state-waits-lock = 等锁
state-waits-queue = 等队列
state-waits-actor = 等别人
state-waits-signal = 等放行
state-sleeping = 睡眠
state-stuck = 永远卡死
state-zombie = 僵尸
state-finished = 已结束

## Keys

keys-playback = 播放
keys-window = 缩放与平移
keys-lanes = 泳道
keys-lesson = 课程
keys-hall = 课堂演示
keys-page = 页面
key-play = 播放或暂停
key-event-back = 后退一个事件
key-event = 前进一个事件
key-interesting-back = 上一个关键时刻
key-interesting = 下一个关键时刻
key-start = 到开头
key-end = 到末尾
key-slower = 慢一点
key-faster = 快一点
key-zoom-in = 放大
key-zoom-out = 缩小
key-pan-left = 向左平移
key-pan-right = 向右平移
key-fit-selection = 显示所选部分
key-fit = 显示整次运行
key-lane-up = 上一条泳道
key-lane-down = 下一条泳道
key-phase = 泳道的下一个阶段
key-phase-back = 泳道的上一个阶段
key-arrow = 沿箭头到结果；等待中则到结束它的事件
key-arrow-back = 沿箭头回到原因；等待中则回到锁被取走的时刻
key-mark = 标记此刻
key-go-mark = 到标记处
key-step = 下一个步骤或提问
key-step-back = 上一个步骤或提问
key-answer = 回答问题
key-curtain = 显示或隐藏还没播放的部分
key-present = 进入或退出讲台模式
key-blank = 讲台模式下：黑屏与恢复
key-speaker = 打开讲者窗口
key-own-stop = 在此设置或取消自己的停顿点
key-search = 在本次运行中查找
key-trail = 所查内容的下一个时刻
key-trail-back = 所查内容的上一个时刻
key-commands = 所有命令
key-help = 本帮助
key-escape = 关闭，或取消选择

## Hints of the first visit

hint-number = 提示 {$number}/{$all}
hint-dismiss = 不再显示这条提示
hint-play = 按空格键或播放按钮开始播放；课程走到每一步都会停下。
hint-play-touch = 点播放按钮开始播放；课程走到每一步都会停下。
hint-step = 按 ← → 后退或前进一个事件；同时按住 Shift，跳到关键时刻。
hint-step-touch = 播放按钮两侧的按钮可以后退或前进一个事件。
hint-lane = 点一条泳道，看它在做什么；如果在等，也看得到在等什么、为什么等。
hint-lane-touch = 点一条泳道，看它在做什么；如果在等，也看得到在等什么、为什么等。

## Help

help-keys = 按键
help-signs = 图例
help-first = 上手三步
hints-again = 重新显示这些提示
legend = 图例
legend-keep = 把图例留在泳道下方
legend-close = 关闭图例
help-pointer = 指针
help-pointer-drag-ruler = 拖动标尺或概览：在时间中移动
help-pointer-drag-lanes = 在泳道上拖动：选出一段时间来播放
help-pointer-pan = 按住 Shift 或用手指拖动：平移
help-pointer-wheel = 滚轮：上下滚动泳道；按住 Ctrl：以指针为中心缩放
help-pointer-tap = 点击或轻触：选中并解释；连点两下：播放头移到那里
help-pointer-pinch = 双指：缩放

## Under the pointer

tip-hold = {$who} 持有 {$lock}，共 {$time}
tip-ids = 进程 {$pid}，线程 {$tid}
step-number = 第 {$step} 步

## 命令

run-recorded = {$name}：{$ending}；{$count ->
   *[other] {$events}
} 个事件，历时 {$time}
run-status = ，状态码 {$code}
run-signal = ，被信号 {$signal} 终止
run-all-asleep = 所有线程都已睡眠 10 秒，它们等的是库看不到的事：{$threads}。若无人唤醒，运行不会结束；按 Ctrl+C 可结束并保存已记录的内容，--timeout 可让它自行结束
run-more-threads = 另外 {$count} 个线程
run-saved = 已保存到 {$file}；用“laneway view {$file}”查看
course-lessons = {$count} 课
run-repeated = {$name}：运行 {$count} 次
ending-finished = 正常结束
ending-stuck = 卡死：谁也无法再前进
ending-timeout = 超过允许的时间，已被终止
ending-failed = 失败
ending-interrupted = 被中断
info-lesson = 课程
info-parameters = 参数
info-command = 命令
info-provenance = 来源
info-recorded = 实录
info-simulated = 模拟，并非实录
info-imported = 由其他程序的文件导入
info-cores = {$cores} 核
info-ending = 结局
info-length = 时长
info-events = 事件
info-seen = 从外部看到
info-lost = 丢失的事件
info-unseen = 未能看到
info-actors = 执行体
info-objects = 对象
info-findings = 发现
info-no-findings = 无
info-more-findings = {$kind}：另有 {$count} 处
info-name = 名称
info-kind = 种类
info-pid = pid/tid
info-started = 开始
info-ended = 结束
info-how = 如何结束
info-process = 进程
info-thread = 线程
info-task = 任务
info-finished = 已完成
info-failed = 失败
info-cut-off = 随进程结束而被终止
info-seen-gone = 已不在；没有看到它怎样结束
info-open = 运行结束时仍在
object-lock = 锁
object-rlock = 可重入锁
object-rwlock = 读写锁
object-semaphore = 信号量
object-condition = 条件变量
object-event = 事件
object-barrier = 屏障
object-queue = 队列
object-channel = 通道
object-pipe = 管道
object-socket = 套接字
object-topic = 主题
object-cell = 共享值
object-manager = 管理器
object-pool = 池
object-future = Future
object-gil = 解释器锁
object-file = 文件
object-lifo-queue = 后进先出队列
object-priority-queue = 优先级队列
object-span = 区段

# 查找与命令
search = 查找
search-place = 泳道、对象、输出的文字、事件或发现
search-hint = 输入名称、输出内容或事件说法的一部分，例如“等待”。回车跳到结果；对于文字和事件，回车到下一个时刻，Shift + 回车到上一个。
search-none = 这次运行里没有这样的内容。
search-none-yet = 已播放的部分里还没有这样的内容。
search-actors = 泳道
search-objects = 对象
search-findings = 发现
search-texts = 输出
search-kinds = 事件
search-found = 找到 {$count} 项
search-more = 还有 {$count} 项，继续输入以缩小范围
search-times = {$count} 次
commands = 命令
commands-place = 想做什么？
commands-none = 没有这样的命令。
command-panel = 面板
command-of = {$about}：{$what}
command-english = English（英文）
command-chinese = 中文
command-copy-link = 复制此刻的链接
trail = 查找结果
trail-at = 第 {$this} 处，共 {$all} 处
trail-close = 不再跟踪
