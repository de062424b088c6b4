package dev.xmdb.dcmds.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One kernel, Debian's 6.1.192-2 in image linux-pv64, against constants of its build and facts that were established by other means. */
@EnabledIfEnvironmentVariable(
        named = LinuxDomain.IMAGES,
        matches = ".+",
        disabledReason = "XMDB_IMAGES names no folder of images")
class KnownKernelTest {
    private final Conversation session = new Conversation(LinuxDomain.real("linux-pv64"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "init_task=J # ffffffff82a1aa40",
                "do_syscall_64=J # ffffffff81a43dc0",
                "prb=J # ffffffff82a643e0",
                "runqueues=J # 31c40",
                "modules=J # ffffffff82b292a0",
                "init_top_pgt=J # ffffffff82a10000",
                "__start_BTF=J # ffffffff824c1b88",
                // 24 bytes of header, and the two parts behind it.
                "(__stop_BTF-__start_BTF)-0t24-0t2565456=D # 1794309",
                "(__stop_orc_unwind_ip-__start_orc_unwind_ip)%4=D # 384849",
                "::walk task | ::count # 86",
                "::msgbuf | ::count # 259",
                "::modinfo | ::count # 9",
                "::evtchns | ::count # 14"
            })
    void aNumberIsWhatItIs(String command, String expected) {
        assertThat(session.run(command.strip()).strip()).isEqualTo(expected.strip());
        assertThat(session.messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "::sizeof struct task_struct # sizeof (struct task_struct) = 0x2640",
                "::offsetof struct task_struct comm # (struct task_struct, comm) = 0xba0,",
                "::offsetof struct mm_struct pgd # (struct mm_struct, pgd) = 0x48,",
                "::offsetof struct irq_desc action # (struct irq_desc, action) = 0x70,",
                "::offsetof struct slab objects # (struct slab, objects) = 0x2a,",
                "init_task::nm # 0xffffffff82a1aa40|0x0000000000002640|",
                "init_top_pgt::vatopfn # pfn 0x2a10 (mfn 0xbba10)",
                "::status # release: 6.1.0-56-amd64",
                "::status # not moved (KASLR offset 0), phys_base 0x0",
                "::status -v # its 94266 symbols",
                "::msgbuf -t # [    0.000000] Linux version 6.1.0-56-amd64 ",
                "::modinfo # ffffffffc031c2c0 ffffffffc0254000    f0000    1 LIVE   ext4"
            })
    void anAnswerSaysWhatIsKnown(String command, String expected) {
        assertThat(session.run(command.strip())).contains(expected.strip());
    }

    @Test
    void theCpusRunWhatTheirRegistersSay() {
        List<String> rows = session.run("::cpuinfo").lines().skip(1).toList();
        assertThat(rows).hasSize(2);
        // The run queue is at 31c40 in the memory of each CPU.
        assertThat(rows.get(0))
                .startsWith("  0 ffff888007a31c40")
                .contains(" user ")
                .endsWith("178 lab-spin-user");
        assertThat(rows.get(1))
                .startsWith("  1 ffff888007b31c40")
                .contains(" kernel ")
                .endsWith("179 lab-spin-kern");
        assertThat(session.run("::cpustack -c 0")).startsWith("vCPU 0 was in user mode at 402d3a: ");
        assertThat(session.run("::cpustack -c 1")).isEqualTo("""
                clear_user_rep_good+0xe()
                read_zero+0x5d()
                vfs_read+0xa2()
                ksys_read+0x6b()
                do_syscall_64+0x5d()
                entry_SYSCALL_64_after_hwframe+0x6e()
                """);
    }

    @Test
    void aThreadThatReadsAPipeIsWhereItWaits() {
        assertThat(session.run("::walk task | ::filter -t 'struct task_struct' pid = 165 | ::findstack")
                        .lines()
                        .skip(1)
                        .map(line ->
                                line.replaceAll("^\\[ [0-9a-f]+ (.*) ]$", "$1").strip()))
                .containsExactly(
                        "__schedule+0x34d()",
                        "schedule+0x5a()",
                        "pipe_read+0x3df()",
                        "vfs_read+0x2db()",
                        "ksys_read+0xb7()",
                        "do_syscall_64+0x5d()",
                        "entry_SYSCALL_64_after_hwframe+0x6e()");
    }

    @ParameterizedTest
    @CsvSource({"151, 0x104, T", "153, 0x2102, D", "2, 0x1, S", "3, 0x402, I"})
    void aStateIsTheKernelsLetter(int pid, String word, String letter) {
        assertThat(session.run("::ps | ::filter pid = " + pid + " | ::print struct task_struct __state"))
                .isEqualTo("__state = " + word + "\n");
        assertThat(session.run("::ps | ::filter pid = " + pid)
                        .lines()
                        .skip(1)
                        .findFirst()
                        .orElse(""))
                .startsWith("  " + letter + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "3, virq:timer, 0, 0, xen_timer_interrupt (timer0)",
        "1, evtchn, 12, 1, xenbus)",
        "2, evtchn, 13, 0, hvc_handle_interrupt (hvc_console)",
        "10, ipi:resched, 7, 1, (resched1)"
    })
    void anEventChannelHasItsInterruptAndHandler(String port, String type, String irq, String cpu, String handler) {
        String row = session.run("::evtchns | ::filter evtchn = " + port)
                .lines()
                .skip(1)
                .findFirst()
                .orElse("");
        assertThat(row)
                .matches(type + " +" + port + " +" + irq + " +" + cpu + " .*")
                .contains(handler);
    }
}
