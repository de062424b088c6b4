package dev.xmdb.dcmds.core.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The first task's name and number, and the kernel's release, are the same in every kernel and known from outside. */
class LinuxPrintTest {
    private final Conversation session = new Conversation(LinuxDomain.target());

    @Test
    void aTagNeedsNoKeyword() {
        assertThat(session.run("::sizeof task_struct")).isEqualTo(session.run("::sizeof struct task_struct"));
        assertThat(session.run("::sizeof 'task_struct *'")).isEqualTo("sizeof (struct task_struct *) = 8\n");
        assertThat(session.run("::offsetof task_struct pid"))
                .isEqualTo(session.run("::offsetof struct task_struct pid"))
                .startsWith("offsetof (struct task_struct, pid) = 0x");
        assertThat(session.run("init_task::print task_struct pid comm"))
                .isEqualTo("pid = 0\ncomm = [ \"swapper/0\" ]\n");
        assertThat(session.run("init_task::list task_struct tasks.next | ::head -1"))
                .isEqualTo(session.run("init_task=J").strip() + "\n");
        assertThat(session.errors("::sizeof no_such"))
                .isEqualTo("xmdb: failed to look up type no_such: unknown symbol name\n");
    }

    @Test
    void wholeNumbersMayBeSpelledInAnyWayThatCHas() {
        assertThat(session.run("::sizeof long")).isEqualTo("sizeof (long) = 8\n");
        assertThat(session.run("::sizeof 'unsigned long'")).isEqualTo("sizeof (unsigned long) = 8\n");
        assertThat(session.run("::sizeof 'long unsigned int'")).isEqualTo("sizeof (long unsigned int) = 8\n");
        assertThat(session.run("::sizeof 'unsigned short'")).isEqualTo("sizeof (unsigned short) = 2\n");
        assertThat(session.run("::sizeof 'long long'")).isEqualTo("sizeof (long long) = 8\n");
        assertThat(session.run("::sizeof 'unsigned long *'")).isEqualTo("sizeof (unsigned long *) = 8\n");
        assertThat(session.run("::sizeof unsigned")).isEqualTo("sizeof (unsigned) = 4\n");
        session.run("::typedef 'struct { unsigned long a; short b; }' pair_t");
        assertThat(session.run("::sizeof pair_t")).isEqualTo("sizeof (pair_t) = 0x10\n");
    }

    @Test
    void aTypedefComesBeforeATagAndAMemberOfTheVariableBeforeBoth() {
        session.run("::typedef 'struct { int a; }' list_head");
        assertThat(session.run("::sizeof list_head")).isEqualTo("sizeof (list_head) = 4\n");
        assertThat(session.run("::sizeof struct list_head")).isEqualTo("sizeof (struct list_head) = 0x10\n");
        // There is a struct mm_struct too, but init_task has a member that is called thread_info, as a structure is.
        assertThat(session.run("init_task::print thread_info")).startsWith("thread_info = {\n    thread_info.flags = ");
        assertThat(session.run("init_task::print task_struct thread_info.cpu")).isEqualTo("thread_info.cpu = 0\n");
    }

    @Test
    void everyValueMayHaveALineWithItsPath() {
        assertThat(session.run("init_uts_ns::print -m name.sysname name.machine"))
                .isEqualTo("name.sysname = [ \"Linux\" ]\nname.machine = [ \"x86_64\" ]\n");
        String paths = session.run("init_task::print -m");
        assertThat(paths.lines())
                .contains("pid = 0", "comm = [ \"swapper/0\" ]", "tasks.prev = " + lastTask())
                .noneMatch(line -> line.contains("{") && !line.contains("{ ... }") && !line.contains("_{"))
                .noneMatch(line -> line.startsWith(" ") || line.equals("}"));
        assertThat(session.run("::print -m list_head")).isEqualTo("next \nprev \n");
        assertThat(session.run("init_task::print -m -s 1 se")).contains("se.load = { ... }\n");
    }

    private String lastTask() {
        return session.run("init_task::print -V tasks.prev").strip();
    }

    @Test
    void aPathLeadsToItsValueAgain() {
        for (String line : session.run("init_task::print -m thread se").lines().toList()) {
            String path = line.substring(0, line.indexOf(" = "));
            assertThat(session.run("init_task::print -m " + path)).isEqualTo(line + "\n");
        }
    }

    @Test
    void arraysOfStructuresEndInARangeWherePathsEnd() {
        assertThat(session.run("init_task::print -m -l 1 thread.tls_array").lines())
                .contains("thread.tls_array[1..2] = [ ... ]")
                .noneMatch(line -> line.startsWith("thread.tls_array[1]."));
    }

    @Test
    void valuesMayStandAlone() {
        assertThat(session.run("init_task::print -V pid comm")).isEqualTo("0\n[ \"swapper/0\" ]\n");
        assertThat(session.run("init_task::print -Vt comm")).isEqualTo("char [16] [ \"swapper/0\" ]\n");
        assertThat(session.run("init_uts_ns::print -V name.sysname name.machine"))
                .isEqualTo("[ \"Linux\" ]\n[ \"x86_64\" ]\n");
    }

    @Test
    void partsOfArraysAreNamedByTheirFirstAndLast() {
        assertThat(session.run("init_uts_ns::print name.sysname[1..4] name.sysname[0-1]"))
                .isEqualTo("name.sysname[1..4] = [ \"inux\" ]\nname.sysname[0-1] = [ \"Li\" ]\n");
        assertThat(session.errors("init_uts_ns::print name.sysname[4-1]"))
                .isEqualTo("xmdb: the range [4-1] ends before it begins\n");
    }

    @Test
    void severalWordsNameOneOfCsOwnTypes() {
        assertThat(session.run("::sizeof unsigned long")).isEqualTo("sizeof (unsigned long) = 8\n");
        assertThat(session.run("::sizeof unsigned *")).isEqualTo("sizeof (unsigned *) = 8\n");
        assertThat(session.run("::sizeof vmlinux`unsigned")).isEqualTo("sizeof (vmlinux`unsigned) = 4\n");
        assertThat(session.run("avenrun::print -V | ::eval .=K").strip())
                .isEqualTo(session.run("avenrun=K").strip());
    }

    @Test
    void enumerationsArePrintedByFormats() {
        session.run("::typedef 'enum { E_A = 3, E_B = 16 }' e_t; ::typedef 'struct { e_t e; int n; }' has_t");
        // The release begins with "6.1.", whose bytes are 0x2e312e36: no value of the enumeration.
        assertThat(session.run("init_uts_ns::print -a name.release | ::printf \"%s %d %x|%H\\n\" has_t e e e n"))
                .startsWith("<774975030> 774975030 2e312e36|");
        assertThat(session.run(".=K").strip()).isNotEmpty();
    }

    @Test
    @EnabledIfEnvironmentVariable(named = LinuxDomain.IMAGES, matches = ".+")
    void charactersWithoutASignAreTextToo() {
        var old = new Conversation(LinuxDomain.real("linux-5.10-hvm"));
        assertThat(old.run("init_uts_ns::print name.sysname name.nodename"))
                .isEqualTo("name.sysname = [ \"Linux\" ]\nname.nodename = [ \"labguest\" ]\n");
    }

    @Test
    void voidIsAType() {
        assertThat(session.run("::typedef 'struct v1 { void *p; void (*f)(void); }' v1_t; ::print -t v1_t"))
                .isEqualTo("v1_t {\n    void *p \n    void (*)() f \n}\n");
        assertThat(session.run("::typedef 'void *' vp_t; ::sizeof vp_t")).isEqualTo("sizeof (vp_t) = 8\n");
        assertThat(session.run("::sizeof void")).isEqualTo("sizeof (void) = 0\n");
        assertThat(session.run("init_task::print -a 'void *' | /K")).hasLineCount(2);
        assertThat(session.errors("init_task::print void")).isEqualTo("xmdb: cannot dereference void type\n");
    }

    @Test
    void textWithoutABoundEndsAtItsNul() {
        String banner = session.run("linux_banner::print");
        assertThat(banner).startsWith("[ \"Linux version ").endsWith("\\n\" ]\n");
        int length = banner.strip().length() - "[ \"\" ]".length() - 1;
        assertThat(session.run("linux_banner::print -t")).isEqualTo("char [" + (length + 1) + "] " + banner);
    }

    @Test
    void aMemberHasAName() {
        for (String path : List.of("parent->", ".", "''")) {
            assertThat(session.errors("init_task::print task_struct " + path))
                    .isEqualTo("xmdb: failed to find member \"\" of struct task_struct: "
                            + "no such member of structure or union\n");
            assertThat(session.outcome().succeeded()).isFalse();
        }
    }

    @Test
    void aVariableIsAnArrayOfAnyType() {
        String address = session.run("init_task=J").strip() + "\n";
        long size = LinuxDomain.target()
                .guest()
                .types()
                .layout("struct task_struct")
                .size();
        assertThat(session.run("init_task::array")).isEqualTo(address);
        assertThat(session.run("init_task::array one | ::eval <one=J").strip() + "\n")
                .isEqualTo(address);
        assertThat(session.run("init_task::array struct task_struct")).isEqualTo(address);
        assertThat(session.run("init_task::array int")).hasLineCount((int) size / Integer.BYTES);
        assertThat(session.errors("schedule+1::array int")).contains("is not known: a count must follow the type");
        assertThat(session.errors("1::array")).startsWith("xmdb: no symbol information for ");
    }

    @Test
    void whatATagMeansMayBeGivenAnotherName() {
        session.run("::typedef list_head mine_t; ::typedef 'list_head *' minep_t");
        assertThat(session.run("::sizeof mine_t")).isEqualTo("sizeof (mine_t) = 0x10\n");
        assertThat(session.run("::sizeof minep_t")).isEqualTo("sizeof (minep_t) = 8\n");
        assertThat(session.errors("::typedef 'struct { list_head a; }' x_t"))
                .isEqualTo("xmdb: failed to add member a: type list_head does not exist\n");
    }

    @Test
    void theGuestsTypesCanBeLeftOut() {
        session.run("::typedef 'struct kept { int a; }' kept_t; ::set -o noctf");
        assertThat(session.errors("::print task_struct"))
                .isEqualTo(
                        "xmdb: failed to look up type task_struct: the guest's type data is not used (::set -o noctf)\n");
        assertThat(session.errors("init_task::print"))
                .isEqualTo("xmdb: the guest's type data is not used (::set -o noctf)\n");
        assertThat(session.run("::ps")).contains("swapper");
        session.run("::set +o noctf");
        assertThat(session.run("init_task::print pid")).isEqualTo("pid = 0\n");
    }

    @Test
    void whoTakesAPrintedMemberForAColumnIsToldTheWay() {
        assertThat(session.errors("::walk task | ::print task_struct pid comm | ::filter pid = 1"))
                .isEqualTo("xmdb: no column pid: the rows have member, type, address, value; "
                        + "for a member, put this before ::print, with -t TYPE\n");
        assertThat(session.run("::walk task | ::filter -t task_struct pid = 1 | ::print task_struct pid"))
                .isEqualTo("pid = 0x1\n");
    }

    @Test
    void theKernelsFileFillsVariables() {
        assertThat(session.run("<b=K")).isEqualTo(session.run("_sdata=K"));
        assertThat(session.run("<d=K")).isEqualTo(session.run("_edata-_sdata=K"));
        assertThat(session.run("<e=K")).isEqualTo(session.run("startup_64=K"));
        assertThat(session.run("<t=K")).isEqualTo(session.run("_etext-_text=K"));
        assertThat(session.run("<m=D").strip()).isEqualTo("2");
        assertThat(session.run("9>t; <t=D").strip()).isEqualTo("9");
    }
}
