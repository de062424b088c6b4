package dev.xmdb.dcmds.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Linux domains of which something is lost: what is left works as if nothing were, and what is lost is named. */
final class LinuxDamageTest {
    private static final int NOTE_NAME = 12;
    private static final int PAGE = 4096;

    @TempDir
    private Path folder;

    private static String soundly(String command) {
        return new Conversation(LinuxDomain.target()).run(command);
    }

    private DamagedDomain sample() throws IOException {
        return new DamagedDomain(LinuxDomain.target(), folder);
    }

    /** Lists of tasks, modules and messages are those of the sound image. */
    private static void readsAsEver(Conversation session) {
        for (String command : new String[] {"::ps", "::stacks", "::modinfo", "::msgbuf -t"}) {
            assertThat(session.run(command)).as(command).isEqualTo(soundly(command));
            assertThat(session.messages()).as(command).isEmpty();
        }
    }

    @Test
    void withoutARootInAnyVcpuTheKernelsOwnIsFoundByWhatItWroteDown() throws IOException {
        DamagedDomain copy = sample();
        // A PV kernel is not moved: its image lies in memory as it is linked.
        long pfn = (copy.written("init_top_pgt") - 0xffff_ffff_8000_0000L) >> 12;
        try (Target target = copy.withoutRoot(0).open()) {
            assertThat(target.degradations())
                    .containsExactly(
                            "no vCPU has a page-table root",
                            "the kernel's page tables were found by VMCOREINFO: init_top_pgt at pfn "
                                    + Long.toHexString(pfn));
            var session = new Conversation(target);
            readsAsEver(session);
            // The debugger's own reads see the same memory.
            assertThat(session.run("init_task::print struct task_struct comm"))
                    .isEqualTo(soundly("init_task::print struct task_struct comm"));
        }
    }

    @Test
    void withoutThatTooItIsTheTableThatMapsItself() throws IOException {
        try (Target target = sample().withoutRoot(0)
                .overwrittenText("VMCOREINFO\0\0OSRELEASE", NOTE_NAME)
                .open()) {
            assertThat(target.degradations().get(1))
                    .startsWith("the kernel's page tables were found by the table that maps itself, ");
            readsAsEver(new Conversation(target));
        }
    }

    @Test
    void withoutTheKernelsOwnRootThatOfAnyProcessServes() throws IOException {
        DamagedDomain copy = sample();
        try (Target target = copy.withoutRoot(0)
                .overwrittenText("VMCOREINFO\0\0OSRELEASE", NOTE_NAME)
                .overwritten(copy.written("init_top_pgt"), PAGE)
                .open()) {
            assertThat(target.degradations().get(1))
                    .startsWith("the kernel's page tables were found by a root that maps it, ");
            readsAsEver(new Conversation(target));
        }
    }

    @Test
    void anImageThatNoTableMapsIsReadWhereItLies() throws IOException {
        DamagedDomain copy = sample();
        try (Target target = copy.withoutTable(copy.symbol("init_task"), 3).open()) {
            assertThat(target.degradations().getFirst())
                    .startsWith(
                            "no page tables map the kernel's image: it is read where it lies in physical memory (phys_base 0), "
                                    + "and the rest through the tables at ");
            var session = new Conversation(target);
            // Modules are mapped by the same table.
            for (String command : new String[] {"::ps", "::msgbuf -t", "::cpuinfo"}) {
                assertThat(session.run(command)).as(command).isEqualTo(soundly(command));
                assertThat(session.messages()).as(command).isEmpty();
            }
        }
    }

    @Test
    void withoutAnyTableTheImageAndTheMapOfMemoryAreRead() throws IOException {
        DamagedDomain copy = sample();
        try (Target target = copy.withoutTable(copy.symbol("init_task"), 3)
                .withoutTable(0xffff888000100000L, 3)
                .overwrittenText("VMCOREINFO\0\0OSRELEASE", NOTE_NAME)
                .open()) {
            assertThat(target.degradations().getFirst())
                    .startsWith(
                            "no page tables of the kernel were found: its image and its map of all memory are read where they lie "
                                    + "in physical memory (phys_base 0)");
            var session = new Conversation(target);
            for (String command : new String[] {"::ps", "::msgbuf -t", "init_task::print struct task_struct comm"}) {
                assertThat(session.run(command)).as(command).isEqualTo(soundly(command));
                assertThat(session.messages()).as(command).isEmpty();
            }
            assertThat(session.errors("ffffc90000000000/X")).contains("no page tables are known that could map it");
            assertThat(session.errors("::ptescan")).contains("no page tables are known");
            assertThat(session.errors("::stacks")).doesNotContain("internal error");
            // The banner is in the image and once more in the map of memory.
            String banner = Long.toHexString(copy.symbol("linux_banner"));
            assertThat(session.run("::search -t 'Linux version 6.1'")).contains(banner);
        }
    }

    @Test
    void aRootOfTheUsersThatLeadsToNoKernelIsNamed() throws IOException {
        try (Target target = sample().open(TargetOptions.NONE.withCr3(0x1000))) {
            assertThat(target.degradations()).contains("the root given with --cr3 leads to no Linux kernel");
            assertThat(target.guest().kind()).isEqualTo("linux");
        }
    }

    @Test
    void aDisplacementThatContradictsTheKernelIsNotUsed() throws IOException {
        var options = new TargetOptions(OptionalLong.empty(), Optional.empty(), OptionalLong.of(0x1000000));
        try (Target target = sample().open(options)) {
            assertThat(target.degradations())
                    .containsExactly("--kaslr 1000000 is not used: this kernel was moved by 0");
        }
    }

    @Test
    void withoutTypesTheStructuresOfAKnownKernelAreTaken() throws IOException {
        DamagedDomain copy = sample();
        copy.overwritten(copy.symbol("__start_BTF"), 4);
        try (Target target = copy.open()) {
            var session = new Conversation(target);
            for (String command : new String[] {"::stacks", "::modinfo", "::msgbuf -t", "::cpuinfo"}) {
                assertThat(session.run(command)).as(command).isEqualTo(soundly(command));
                assertThat(session.messages()).as(command).isEmpty();
            }
            assertThat(session.run("::ps").lines())
                    .hasSameSizeAs(soundly("::ps").lines().toList());
            assertThat(target.degradations())
                    .anyMatch(line -> line.startsWith("failed to load BTF of the kernel at "))
                    .anyMatch(line ->
                            line.startsWith("structures of tasks and modules are guessed to be those of Linux 6.1: "));
            assertThat(session.run("::status -v").lines())
                    .anyMatch(line ->
                            line.matches("types \\(BTF\\) +guessed those of tasks and modules as Linux 6.1 has them"));
        }
    }

    @Test
    void withoutTypesAKernelThatNothingKnownFitsKeepsItsLogAndItsSymbols() throws IOException {
        DamagedDomain copy = sample();
        // The first task's name is what the known kernels are checked by.
        copy.overwritten(copy.symbol("__start_BTF"), 4).overwritten(copy.symbol("init_task") + 2976, 8);
        try (Target target = copy.open()) {
            var session = new Conversation(target);
            assertThat(session.run("::msgbuf -t")).isEqualTo(soundly("::msgbuf -t"));
            assertThat(session.messages()).isEmpty();
            assertThat(session.errors("::ps")).contains("struct task_struct");
            assertThat(target.degradations()).contains("no known kernel's structures fit this one");
        }
    }

    @Test
    void withoutItsTableOfSymbolsTheKernelsExportsAreUsed() throws IOException {
        DamagedDomain copy = sample();
        copy.overwritten(copy.written("kallsyms_token_table"), 512);
        try (Target target = copy.open()) {
            assertThat(target.degradations().getFirst())
                    .matches(
                            "the kernel's table of symbols \\(kallsyms\\) was not found: [0-9]{4,5} symbols that it exports or wrote "
                                    + "down in VMCOREINFO are known, and no others");
            var session = new Conversation(target);
            assertThat(session.run("::msgbuf -t")).isEqualTo(soundly("::msgbuf -t"));
            assertThat(session.run("init_task=p")).isEqualTo(soundly("init_task=p"));
            assertThat(session.run("kernel_read=J")).isEqualTo(soundly("kernel_read=J"));
            assertThat(session.run("::ps").lines())
                    .hasSameSizeAs(soundly("::ps").lines().toList());
            assertThat(target.guest().banner())
                    .isEqualTo(LinuxDomain.target().guest().banner());
        }
    }

    @Test
    @EnabledIfEnvironmentVariable(named = LinuxDomain.IMAGES, matches = ".+")
    void aVcpuInUserModeLeadsToTheKernelsOwnRootWhereTheyAreKeptApart() throws IOException {
        // The other vCPU of this machine was in user mode.
        var sound = LinuxDomain.real("linux-5.10-hvm");
        try (Target target = new DamagedDomain(sound, folder).withoutRoot(0).open()) {
            var session = new Conversation(target);
            assertThat(session.run("::ps")).isEqualTo(new Conversation(sound).run("::ps"));
            assertThat(session.messages()).isEmpty();
        }
    }
}
