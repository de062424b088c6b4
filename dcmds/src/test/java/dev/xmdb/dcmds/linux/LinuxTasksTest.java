package dev.xmdb.dcmds.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import org.junit.jupiter.api.Test;

/** Commands about tasks on the sample of the repository, whose processes are known by the guest's own list. */
class LinuxTasksTest {
    private final Conversation session = new Conversation(LinuxDomain.target());

    @Test
    void processesAreListedWithTheirStates() {
        String list = session.run("::ps");
        assertThat(session.messages()).isEmpty();
        assertThat(list.lines().findFirst()).hasValue("  S    PID   PPID CPU    UID      FLAGS             ADDR NAME");
        assertThat(list)
                .containsPattern("\n  S      2      0   0      0 0x[0-9a-f]{8} ffff[0-9a-f]{12} \\[kthreadd]\n")
                .containsPattern("\n  Z .* lab-zombie\n")
                .containsPattern("\n  T .* lab-stopped\n")
                .containsPattern("\n> R .* lab-spin-user\n");
    }

    @Test
    void aNameSelectsProcessesAndTheirArgumentsAreReadInTheirOwnMemory() {
        assertThat(session.run("::ps -f lab-stopped").lines().skip(1))
                .singleElement()
                .asString()
                .endsWith(" /lab stopped");
    }

    @Test
    void threadsStandBelowTheirProcess() {
        assertThat(session.run("::ps -t lab-memory").lines().filter(line -> line.startsWith("\tT  ")))
                .singleElement()
                .asString()
                .matches("\tT  ffff[0-9a-f]{12} <SLEEP> 128 lab-memory");
    }

    @Test
    void aTaskIsFoundByItsNumber() {
        assertThat(session.run("2::pid2proc | ::ps").lines().skip(1))
                .singleElement()
                .asString()
                .endsWith("[kthreadd]");
        assertThat(session.errors("0t99999::pid2proc")).isEqualTo("xmdb: PID 0t99999 not found\n");
    }

    @Test
    void theTreeHasProcessesBelowTheirParents() {
        String tree = session.run("::ptree");
        assertThat(tree).containsPattern("(?m)^ffff[0-9a-f]{12}  \\[swapper/0]$");
        assertThat(tree).containsPattern("lab-zparent\n {15}ffff[0-9a-f]{12}  lab-zombie\n");
        String own = session.run("::pgrep -x lab-zombie | ::ptree");
        assertThat(own.lines().map(line -> line.strip().substring(18)))
                .containsExactly("[swapper/0]", "lab-init", "lab-zparent", "lab-zombie");
    }

    @Test
    void namesAreFoundWithoutBrackets() {
        assertThat(session.run("::pgrep -x kthreadd").lines().skip(1)).hasSize(1);
        assertThat(session.run("::pgrep -n .").lines().skip(1)).hasSize(1);
        assertThat(session.errors("::pgrep -no .")).startsWith("Usage: ::pgrep");
    }

    @Test
    void theStackOfAWaitingTaskIsThatOfItsWait() {
        assertThat(session.run("::pgrep -x lab-pauser | ::findstack"))
                .containsPattern(
                        "^stack pointer for thread ffff[0-9a-f]{12}: ffff[0-9a-f]{12}\n\\[ ffff[0-9a-f]{12} __schedule\\+0x")
                .contains("\n  __do_sys_pause+0x24()\n")
                .endsWith("  do_syscall_64+0x5d()\n  entry_SYSCALL_64_after_hwframe+0x6e()\n");
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void aTaskThatRunsInUserModeHasNoStaleFrames() {
        assertThat(session.run("::pgrep -x lab-spin-user | ::findstack -v"))
                .matches(
                        "(?s)thread ffff[0-9a-f]{12}: vCPU 0 runs it in user mode at 402d3a\n    RIP: 0000000000402d3a .*");
        assertThat(session.run("::pgrep -x lab-spin-user | ::findstack"))
                .matches("thread ffff[0-9a-f]{12}: vCPU 0 runs it in user mode at 402d3a\n");
        assertThat(session.run("$c"))
                .startsWith("vCPU 0 was in user mode at 402d3a: nothing is on its kernel stack\n%rax");
        assertThat(session.run("::cpustack"))
                .startsWith("vCPU 0 was in user mode at 402d3a: nothing is on its kernel stack\n%rax");
    }

    @Test
    void aTaskThatHasEndedHasNoStack() {
        assertThat(session.run("::pgrep -x lab-zombie | ::findstack"))
                .matches("thread ffff[0-9a-f]{12}: the task has no stack any more\n");
    }

    @Test
    void theThreadListLeavesOutWorkersOnRequest() {
        assertThat(session.run("::threadlist")).contains("[kworker/", "[kthreadd]                kthreadd+0x");
        assertThat(session.run("::threadlist -t")).doesNotContain("[kworker/").contains("[kthreadd]");
        assertThat(session.run("2::pid2proc | ::threadlist -v").lines())
                .anyMatch(line -> line.startsWith("  stack pointer for thread "))
                .anyMatch(line -> line.startsWith("    kthreadd+0x"));
    }

    @Test
    void stacksAreGroupedAndFiltered() {
        assertThat(session.run("::stacks").lines().findFirst())
                .hasValue("THREAD           STATE    SOBJ                COUNT");
        assertThat(session.run("::stacks -i"))
                .contains("STOPPED", "ONPROC", "runs it in user mode")
                .doesNotContain("SLEEP");
        assertThat(session.run("::stacks -c do_signal_stop -t T").lines().filter(line -> line.contains("STOPPED")))
                .hasSize(1);
        assertThat(session.run("::stacks -C do_signal_stop -t T"))
                .isEqualTo("THREAD           STATE    SOBJ                COUNT\n");
        assertThat(session.run("::stacks -a -t zombie")).containsPattern("ZOMBIE +<NONE> +1 \\d+ lab-zombie\n");
        assertThat(session.run("::stacks -s signal -a")).containsPattern("SIGNAL +\\d+ \\d+ lab-pauser\n");
        assertThat(session.run("::stacks -s io")).isEqualTo("THREAD           STATE    SOBJ                COUNT\n");
        assertThat(session.run("::stacks -S all").lines().filter(line -> line.startsWith("ffff")))
                .isNotEmpty()
                .allMatch(line -> line.contains(" <NONE> "));
        assertThat(session.errors("::stacks -s blue")).isEqualTo("xmdb: sobj type \"blue\" not recognized\n");
        assertThat(session.errors("::stacks -fv"))
                .startsWith("xmdb: stacks: processing kernel threads\n")
                .contains(" unique stacks / 55 threads\n")
                .endsWith("xmdb: stacks: done\n");
        assertThat(session.errors("::stacks -t blue")).isEqualTo("xmdb: state \"blue\" not recognized\n");
        assertThat(session.errors("::stacks -m blue")).isEqualTo("xmdb: stacks: module \"blue\" is unknown\n");
        assertThat(session.errors("1::stacks")).isEqualTo("xmdb: stacks: 1 not in thread list\n");
    }

    @Test
    void walkersDeliverProcessesThreadsAndCpus() {
        long processes = session.run("::walk proc").lines().count();
        long tasks = session.run("::walk task").lines().count();
        assertThat(tasks).isGreaterThanOrEqualTo(processes);
        assertThat(session.run("::walk thread").lines().count()).isEqualTo(tasks);
        assertThat(session.run("::pgrep -x lab-memory | ::walk thread").lines().count())
                .isEqualTo(1);
        assertThat(session.run("::walk cpu").lines()).hasSize(1);
        assertThat(session.run("super_blocks::walk list_head").lines().count()).isGreaterThan(3);
        assertThat(session.errors("1234::walk list_head"))
                .contains("list entries break off at 1234: no virtual memory at 1234");
    }

    @Test
    void theCpuSaysWhatItRuns() {
        assertThat(session.run("::cpuinfo"))
                .containsPattern("\n  0 ffff[0-9a-f]{12}    0    1 user    ffff[0-9a-f]{12} +\\d+ lab-spin-user\n");
        assertThat(session.errors("77::cpuinfo"))
                .isEqualTo("xmdb: 77 is neither the number of a CPU nor the address of its rq\n");
    }

    @Test
    void aFrameIsAPlaceToBeginAStack() {
        String all = session.run("::pgrep -x lab-pauser | ::findstack -v");
        String frame = all.lines()
                .filter(line -> line.contains(" __do_sys_pause+"))
                .findFirst()
                .orElseThrow()
                .strip();
        String from = session.run(frame.substring(0, 16) + "::stack");
        assertThat(from).startsWith(frame.substring(17) + "\ndo_syscall_64+0x5d()\n");
    }

    @Test
    void theLogIsPrintedWithAndWithoutTimes() {
        String log = session.run("::msgbuf");
        assertThat(log).startsWith("Linux version 6.1.0-56-cloud-amd64 ");
        assertThat(session.run("::msgbuf -t")).startsWith("[    0.000000] Linux version 6.1.0-56-cloud-amd64 ");
        assertThat(session.rows()).hasSizeGreaterThan(200);
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void aKernelWithoutModulesHasAnEmptyTable() {
        assertThat(session.run("::modinfo"))
                .isEqualTo("            ADDR         LOADADDR     SIZE REFS STATE  MODULE (USED BY)\n");
        assertThat(session.errors("1::modinfo")).isEqualTo("xmdb: 1 is not the address of a module\n");
    }
}
