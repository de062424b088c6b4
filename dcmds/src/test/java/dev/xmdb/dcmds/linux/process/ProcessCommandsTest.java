package dev.xmdb.dcmds.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands about processes on the repository's Linux sample; what is expected is what the guest showed of itself in /proc. */
class ProcessCommandsTest {
    /** The number of a process that wrote into its memory what it can be known by. */
    private static final String MEMORY = "0t128::pid2proc | ";

    /** From its /proc/PID/maps. */
    private static final String MAPS = """
            0000000000400000 0000000000401000 r--p 00000000 00:02         8 /lab
            0000000000401000 000000000048f000 r-xp 00001000 00:02         8 /lab
            000000000048f000 00000000004ba000 r--p 0008f000 00:02         8 /lab
            00000000004ba000 00000000004be000 r--p 000ba000 00:02         8 /lab
            00000000004be000 00000000004c1000 rw-p 000be000 00:02         8 /lab
            00000000004c1000 00000000004d8000 rw-p 00000000 00:00         0
            0000000006c7a000 0000000006c9c000 rw-p 00000000 00:00         0 [heap]
            0000010000000000 0000010000002000 rw-p 00000000 00:00         0
            00007fe1617af000 00007fe1617b0000 ---p 00000000 00:00         0
            00007fe1617b0000 00007fe1617b3000 rw-s 00000000 00:14         3 /tmp/lab-mapped-file
            00007fe1617b3000 00007fe1617b7000 rw-s 00000000 00:01         2 /dev/zero (deleted)
            00007fe1617b7000 00007fe1617bf000 rw-p 00000000 00:00         0
            00007fff21632000 00007fff21653000 rw-p 00000000 00:00         0 [stack]
            00007fff2174c000 00007fff21750000 r--p 00000000 00:00         0 [vvar]
            00007fff21750000 00007fff21752000 r-xp 00000000 00:00         0 [vdso]
            """;

    private final Conversation session = new Conversation(LinuxDomain.target());

    private List<String> lines(String commands) {
        List<String> lines = session.run(commands).lines().toList();
        assertThat(session.messages()).isEmpty();
        return lines;
    }

    /** A task that is a thread of the kernel's own. */
    private String kernelThread() {
        return lines("0t2::pid2proc").getFirst();
    }

    @Test
    void mappingsAreThoseOfTheProcess() {
        List<String> rows = lines(MEMORY + "::vma");
        assertThat(rows.getFirst())
                .isEqualTo("             VMA            START              END PERM   OFFSET DEV       INODE NAME");
        assertThat(rows.stream().skip(1).map(row -> row.substring(17)))
                .containsExactlyElementsOf(MAPS.lines().toList());
    }

    @Test
    void mappingsCanBeWalkedAndGivenOneByOne() {
        List<String> rows = lines(MEMORY + "::vma");
        assertThat(lines(MEMORY + "::walk vma | ::vma")).isEqualTo(rows);
        assertThat(lines(MEMORY + "::vma | ::vma")).isEqualTo(rows);
    }

    @Test
    void flagsOfMappingsHaveTheirCodes() {
        List<String> rows = lines(MEMORY + "::vma -f");
        // The process locked its memory.
        assertThat(rows.stream().filter(row -> row.endsWith("[stack]")))
                .singleElement()
                .asString()
                .contains(" rd,wr,mr,mw,me,gd,lo,ac [stack]");
        assertThat(session.rows().get(9).fields())
                .contains(
                        new Field("inode", new Value.Quantity(3)),
                        new Field("name", new Value.Text("/tmp/lab-mapped-file")));
    }

    @Test
    void sizesAreThoseThatTheGuestTold() {
        List<String> rows = lines(MEMORY + "::pmap");
        assertThat(rows).hasSize(17);
        // VmSize; and VmLck without the page that nobody may touch, but with the vdso, which cannot be locked.
        assertThat(rows.getLast()).matches("total +1228k +" + (1204 - 4 + 8) + "k");
        assertThat(rows.get(10)).matches("[0-9a-f]{16} 00007fe1617b0000 +12k +12k rw-s /tmp/lab-mapped-file");
        assertThat(rows.get(9)).matches("[0-9a-f]{16} 00007fe1617af000 +4k +0k ---p \\[anon]");
        assertThat(lines(MEMORY + "::pmap -q").getLast()).matches("total +1228k");
    }

    @Test
    void filesAreThoseThatTheGuestTold() {
        assertThat(lines(MEMORY + "::files").stream().map(row -> row.replaceAll(" [0-9a-f]{16} ", " FILE ")))
                .containsExactly(
                        "    PID    FD             FILE      INODE TYPE FLAGS PATH",
                        "    128  root                -          - -    -     /",
                        "    128   cwd                -          - -    -     /",
                        "    128   exe                -          - -    -     /lab",
                        "    128     0 FILE          4 CHR  r     /dev/null",
                        "    128     1 FILE          2 REG  wa    /tmp/truth",
                        "    128     2 FILE          3 CHR  rw    /dev/console",
                        "    128     3 FILE          3 REG  rw    /tmp/lab-mapped-file");
    }

    @Test
    void filesCanBeWalked() {
        assertThat(lines(MEMORY + "::walk file"))
                .hasSize(4)
                .isEqualTo(lines(MEMORY + "::files | ::map .").stream()
                        .map(address -> "0x" + address)
                        .toList());
    }

    @Test
    void argumentsAndEnvironmentAreThoseThatTheGuestTold() {
        assertThat(lines(MEMORY + "::pargs")).containsExactly("128:\t/lab memory", "argv[0]: /lab", "argv[1]: memory");
        assertThat(lines(MEMORY + "::pargs -ae"))
                .containsExactly(
                        "128:\t/lab memory",
                        "argv[0]: /lab",
                        "argv[1]: memory",
                        "envp[0]: lab=small",
                        "envp[1]: SHLVL=1",
                        "envp[2]: HOME=/",
                        "envp[3]: TERM=linux",
                        "envp[4]: labvcpus=1",
                        "envp[5]: PATH=/bin",
                        "envp[6]: PWD=/");
        assertThat(lines(MEMORY + "::pargs -e")).hasSize(8);
    }

    @Test
    void whatHasNoAddressSpaceIsSaidUnlessItIsOneOfMany() {
        String thread = kernelThread();
        for (String command : List.of("::vma", "::pmap", "::pargs", "::context")) {
            assertThat(session.errors(thread + command))
                    .isEqualTo("xmdb: task " + thread + " is a thread of the kernel's own: it has no address space\n");
        }
        assertThat(session.errors("0t130::pid2proc | ::vma")).isEmpty();
        assertThat(lines("::walk proc | ::pargs")).contains("128:\t/lab memory", "131:\t/lab spin-user 0");
        assertThat(lines("::walk proc | ::files").stream().filter(row -> row.endsWith(" /tmp/truth")))
                .hasSizeGreaterThan(4);
    }

    @Test
    void whatIsNoTaskIsSaid() {
        for (String command : List.of("::pmap", "::pargs", "::files", "::context")) {
            assertThat(session.errors("1234" + command)).isEqualTo("xmdb: 1234 is not the address of a task\n");
        }
        assertThat(session.errors("1234::vma")).startsWith("xmdb: failed to read mapping at 1234: no mapping for");
        assertThat(session.errors("init_task::vma")).contains("is a thread of the kernel's own");
        assertThat(session.errors("init_mm::vma")).contains("is the address of no task and of no mapping of one");
    }

    @Test
    void aContextIsReadInUntilTheKernelIsChosenAgain() {
        assertThat(session.run("6c7b710/s")).doesNotContain("LAB");
        assertThat(lines(MEMORY + "::context").getFirst()).matches("debugger context set to proc ffff[0-9a-f]{12}");
        assertThat(lines("6c7b710/s").getFirst()).endsWith("LAB-HEAP-STRING malloc'd by pid 128");
        assertThat(lines("*10000000008=K")).singleElement().asString().contains("5eed000000000001");
        assertThat(lines("6c7b710,f::dump").getLast()).endsWith("LAB-HEAP-STRING ");
        assertThat(lines("6c7b710::vtop")).containsExactly("virtual 6c7b710 mapped to physical 2832710");
        assertThat(session.run("linux_banner/s")).contains("Linux version");
        assertThat(lines("::ps")).hasSizeGreaterThan(40);
        assertThat(lines("0::context")).containsExactly("debugger context set to kernel");
        assertThat(session.run("6c7b710/s")).doesNotContain("LAB");
        assertThat(lines("0::context; 0$p")).hasSize(2);
    }

    @Test
    void theTablesOfAnAddressSpaceAreChosenByItsOwnAddress() {
        String space =
                lines(MEMORY + "::print struct task_struct mm").getFirst().replaceAll(".* = 0x", "");
        assertThat(lines("6c7b710::vtop -a " + space)).containsExactly("virtual 6c7b710 mapped to physical 2832710");
        assertThat(session.errors("6c7b710::vtop -a 1000")).contains("page tables of mm_struct 1000: ");
    }
}
