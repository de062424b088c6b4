package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.dcmds.SolarisDomain;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The kernel and its modules, the uses of its address space, and what it calls itself. */
class ObjectDcmdsTest {
    private static final String HEADER = "            BASE            LIMIT             SIZE NAME\n";

    private final Conversation solaris = SolarisDomain.sxc16().conversation();
    private final Conversation linux = new Conversation(LinuxDomain.target());

    private long value(String expression) {
        return Long.parseUnsignedLong(linux.run(expression + "=K").strip(), 16);
    }

    private static String row(long base, long limit, String name) {
        return String.format(Locale.ROOT, "%16x %16x %16x %s", base, limit, limit - base, name);
    }

    @Test
    void everyModuleOfSolarisHasARowWithItsCodeInLoadOrder() {
        List<String> lines = solaris.run("::objects").lines().toList();
        assertThat(lines.getFirst() + "\n").isEqualTo(HEADER);
        // "ID LOADADDR SIZE REV MODULE NAME": the kernel's own list of them.
        List<String> modules = solaris.run("::modinfo")
                .lines()
                .skip(1)
                .map(line -> line.strip().split(" +"))
                .map(words -> words[1] + " " + words[4])
                .toList();
        assertThat(lines.subList(1, lines.size()).stream()
                        .map(line -> line.strip().split(" +"))
                        .map(words -> words[0] + " " + words[3]))
                .isNotEmpty()
                .containsExactlyElementsOf(modules);
    }

    @Test
    void versionsAreTheLabelsOfTheTypeData() {
        assertThat(solaris.run("::objects -v"))
                .startsWith("NAME                         VERSION\n")
                .contains("\ngenunix                      SunOS 5.11 onnv-johnlev\n");
    }

    @Test
    void aSolarisModulesMappingsHoldItsSymbols() {
        assertThat(solaris.run("kmem_flags::mappings")).startsWith(HEADER).endsWith(" genunix\n");
        assertThat(solaris.run("kmem_flags::mappings").lines()).hasSize(2);
        assertThat(solaris.run("::mappings genunix").lines().skip(1)).allMatch(line -> line.endsWith(" genunix"));
        assertThat(solaris.run("$m")).isEqualTo(solaris.run("::mappings"));
    }

    @Test
    void theLinuxKernelIsAnObjectFromItsFirstSymbolToTheEndOfItsCode() {
        assertThat(linux.run("::objects").lines().skip(1))
                .first()
                .isEqualTo(row(value("_text"), value("_etext"), "vmlinux"));
        assertThat(linux.run("::objects -v"))
                .contains("vmlinux ")
                .contains(linux.run("::showrev")
                        .lines()
                        .filter(line -> line.startsWith("Release: "))
                        .findFirst()
                        .orElseThrow()
                        .substring(9));
    }

    @Test
    void theUsesOfLinuxAddressesAreThoseOfItsMemoryMapInOrder() {
        String all = linux.run("::mappings");
        assertThat(all).startsWith(HEADER);
        assertThat(all.lines().skip(1)).isSorted();
        assertThat(all)
                .contains(" direct map\n", " vmalloc\n", " vmemmap\n", " cpu_entry_area\n")
                .contains(row(value("_text"), value("_etext"), "vmlinux text") + "\n")
                .contains(row(value("__bss_start"), value("__bss_stop"), "vmlinux bss") + "\n");
        assertThat(linux.run("linux_banner::mappings"))
                .isEqualTo(HEADER + row(value("__start_rodata"), value("__end_rodata"), "vmlinux rodata") + "\n");
        assertThat(linux.run("::mappings vmlinux").lines()).hasSizeGreaterThan(4);
    }

    @Test
    void anAddressOrANameWithoutAMappingIsAnError() {
        assertThat(linux.errors("0::mappings")).isEqualTo("xmdb: failed to get mapping: no mapping for address\n");
        assertThat(linux.errors("::mappings vmlinxu"))
                .isEqualTo("xmdb: failed to get mapping: unknown object file name\nxmdb: did you mean 'vmlinux'?\n");
        assertThat(linux.errors("::mappings a b")).startsWith("Usage: [address]::mappings [name]\n");
    }

    @Test
    void showrevPrintsWhatTheKernelCallsItself() {
        assertThat(solaris.run("::showrev")).isEqualTo("""
                        Hostname: sxc16
                        Release: 5.11
                        Kernel architecture: i86pc
                        Application architecture: amd64
                        Kernel version: SunOS 5.11 i86pc onnv-johnlev
                        Platform: i86xpv
                        """);
        assertThat(solaris.run("::showrev -v"))
                .contains("Platform: i86xpv\nNAME ")
                .contains("\ngenunix ");
        assertThat(linux.run("::showrev"))
                .contains("\nKernel architecture: x86_64\n", "\nKernel version: Linux ", "\nPlatform: xen\n");
    }

    @Test
    void fileSymbolsAreListedAfterTheirNumbers() {
        assertThat(solaris.run("$f")).startsWith("1\tunix\n1\tgenunix\n");
        assertThat(solaris.run("::core`files genunix")).isEqualTo("1\tgenunix\n");
        assertThat(solaris.errors("$f genuinx"))
                .isEqualTo(
                        "xmdb: failed to iterate over symbols of genuinx: unknown object file name\nxmdb: did you mean 'genunix'?\n");
    }

    @Test
    void filesAreOpenFilesWhereTheGuestHasACommandForThose() {
        assertThat(linux.run("::help files")).contains("Module: linux");
        assertThat(linux.run("::help '$f'")).contains("Module: core");
        assertThat(linux.run("::which -v files")).contains("[1] linux`files", "[2] core`files");
        assertThat(solaris.run("::help files")).contains("Module: core");
    }

    @Test
    void everyGlobalVariableIsPrintedWithItsWord() {
        long at = Long.parseUnsignedLong(solaris.run("kmem_flags=K").strip(), 16);
        String word = solaris.run("*kmem_flags=K").strip();
        assertThat(solaris.run("$e")).contains("kmem_flags(" + Long.toHexString(at) + "):\t" + word + "\n");
    }

    @Test
    void howManyGlobalVariablesCouldNotBeReadIsTold() {
        long shown = linux.run("$e").lines().count();
        assertThat(linux.outcome().succeeded()).isTrue();
        String told = linux.messages();
        long globals = linux.run("::nm -g -t objt,func")
                .lines()
                .skip(1)
                .filter(line -> !line.startsWith("0x0000000000000000"))
                .count();
        assertThat(told)
                .isEqualTo("xmdb: left out " + (globals - shown)
                        + " symbols whose memory cannot be read: no mapping for address\n");
    }

    @Test
    void linuxNamesNoSourceFilesAndThatIsTold() {
        assertThat(linux.run("$f")).isEmpty();
        assertThat(linux.messages())
                .isEqualTo(
                        "xmdb: no symbols of source files: the table of symbols that Linux keeps in memory (kallsyms) has none\n");
        assertThat(linux.outcome().succeeded()).isTrue();
    }

    @Test
    void modulesStandForSegmentsThatAreNotKnownAndThatIsTold() {
        String note = "xmdb: the segments of kas are not known: only the code and data of modules are listed\n";
        solaris.run("::mappings");
        assertThat(solaris.messages()).isEqualTo(note);
        assertThat(solaris.outcome().succeeded()).isTrue();
        assertThat(solaris.errors("kmem_flags::mappings")).isEmpty();
        assertThat(solaris.errors("8::mappings"))
                .isEqualTo(note + "xmdb: failed to get mapping: no mapping for address\n");
    }

    @Test
    void thePartsOfTheImageAreListedWithTheirBytes() {
        assertThat(solaris.run("::xdata"))
                .contains(".xen_shared_info         - page that the domain shares with Xen (4096 bytes)\n");
    }

    @Test
    void withoutAnImageThereIsNothingToList() {
        for (String command : List.of("::objects", "::mappings", "::showrev", "$e", "::xdata")) {
            assertThat(new Conversation().errors(command))
                    .isEqualTo("xmdb: command is not supported by current target: no image is open\n");
        }
    }
}
