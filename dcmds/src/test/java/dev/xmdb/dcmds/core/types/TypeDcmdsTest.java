package dev.xmdb.dcmds.core.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.sim.solaris.layout.Layouts;
import org.junit.jupiter.api.Test;

/** Sizes and offsets come from the simulator's own tables. */
class TypeDcmdsTest {
    private final SolarisDomain domain = SolarisDomain.sxc16();
    private final Conversation session = domain.conversation();
    private final Layouts layouts = Layouts.ref09();

    private static String marked(long number) {
        return number > 9 ? "0x" + Long.toHexString(number) : Long.toString(number);
    }

    @Test
    void sizesArePrintedOrPassedOn() {
        assertThat(session.run("::sizeof struct proc"))
                .isEqualTo("sizeof (struct proc) = " + marked(layouts.size("struct proc")) + "\n");
        assertThat(session.run("::sizeof 'proc_t *'")).isEqualTo("sizeof (proc_t *) = 8\n");
        assertThat(session.run("::sizeof genunix`cpu_t | ::map .+1"))
                .isEqualTo(Long.toHexString(layouts.size("cpu_t") + 1) + "\n");
        assertThat(session.errors("::sizeof nosuch"))
                .isEqualTo("xmdb: failed to look up type nosuch: unknown symbol name\n");
    }

    @Test
    void offsetsArePrintedWithSizes() {
        assertThat(session.run("::offsetof proc_t p_as"))
                .isEqualTo("offsetof (proc_t, p_as) = 8, sizeof (...->p_as) = 8\n");
        assertThat(session.run("::offsetof struct pid pid_pgorphaned"))
                .isEqualTo("offsetof (struct pid, pid_pgorphaned) = 0.1, sizeof (...->pid_pgorphaned) = 4\n");
        assertThat(session.run("::offsetof proc_t p_user.u_comm | ::map ."))
                .isEqualTo(Integer.toHexString(layouts.offset("proc_t", "p_user.u_comm")) + "\n");
        assertThat(session.errors("::offsetof struct pid pid_pgorphaned | ::map ."))
                .isEqualTo("xmdb: member pid_pgorphaned of type struct pid is not byte-aligned\n");
        assertThat(session.errors("::offsetof proc_t p_x"))
                .isEqualTo("xmdb: failed to find member p_x of type proc_t: no such member of structure or union\n");
    }

    @Test
    void enumerationsAreTables() {
        assertThat(session.run("::enum syncobj_t"))
                .startsWith("      VALUE NAME")
                .contains("\n          3 SOBJ_CV\n");
        assertThat(session.run("::enum -e enum syncobj_t")).contains("\n          3 CV\n");
        assertThat(session.run("::enum -x syncobj_t")).contains("\n       3 SOBJ_CV\n");
        assertThat(session.run("3::enum syncobj_t")).endsWith("\n          3 SOBJ_CV\n");
        assertThat(session.run("::enum syncobj_t SOBJ_CV | ::map .")).isEqualTo("3\n");
        assertThat(session.errors("99::enum syncobj_t")).isEqualTo("xmdb: value 0t153 not in 'enum syncobj_t'\n");
        assertThat(session.errors("::enum syncobj_t X")).isEqualTo("xmdb: name \"X\" not in 'enum syncobj_t'\n");
        assertThat(session.errors("::enum proc_t")).isEqualTo("xmdb: 'proc_t': not an enumeration\n");
        assertThat(session.errors("::enum nosuch"))
                .isEqualTo("xmdb: types 'enum nosuch', 'nosuch': unknown symbol name\n");
        assertThat(session.errors("1::enum syncobj_t SOBJ_CV"))
                .startsWith("xmdb: may only specify one of: name, address\n");
    }

    @Test
    void aListEndsWhereItsPointersDo() {
        assertThat(session.run("*practive::list proc_t p_next | ::print proc_t p_user.u_comm"))
                .hasLineCount(domain.truth().list("processes").size())
                .endsWith("p_user.u_comm = [ \"sched\" ]\n");
        assertThat(session.run("*cpu_list::list cpu_t cpu_next")).isEqualTo("fffffffffbc4b7f0\n");
        assertThat(session.run("*cpu_list::list $[" + "%x".formatted(layouts.offset("cpu_t", "cpu_next"))
                        + "] c | ::eval <c=K"))
                .isEqualTo("                fffffffffbc4b7f0 \n");
        assertThat(session.errors("1000::list proc_t p_next"))
                .startsWith("xmdb: failed to read next pointer from object 1000: no mapping for address (");
        assertThat(session.run("1000::list proc_t p_next")).isEqualTo("1000\n");
        assertThat(session.errors("p0::list proc_t p_pidflag"))
                .isEqualTo("xmdb: p_pidflag is not a word-aligned member\n");
        assertThat(session.errors("p0::list proc_t p_user")).isEqualTo("xmdb: p_user is not a pointer type\n");
        assertThat(session.errors("p0::list proc_t p_user.u_start.tv_sec"))
                .isEqualTo("xmdb: p_user.u_start.tv_sec is not a pointer type\n");
        assertThat(session.errors("p0::list $[4]")).isEqualTo("xmdb: offset must fall on a word boundary\n");
    }

    @Test
    void anArrayIsAddressesBySize() {
        assertThat(session.run("1000::array 'char *' 3")).isEqualTo("1000\n1008\n1010\n");
        assertThat(session.run("1000::array proc_t 2 a | ::eval <a=X"))
                .contains(Integer.toHexString(0x1000 + layouts.size("proc_t")));
        assertThat(session.run("softvect::array")).hasLineCount(16);
        assertThat(session.run("p0::array")).isEqualTo(session.run("p0=J").strip() + "\n");
        assertThat(session.errors("p0::array char 8000000000000000 | ::head -2"))
                .isEmpty();
        assertThat(session.run("ffffffffffffffff::array char ffffffffffffffff")).isEqualTo("ffffffffffffffff\n");
        assertThat(session.messages())
                .isEqualTo("xmdb: the address space ends after 1 of 0xffffffffffffffff elements\n");
    }

    @Test
    void membersArePrintedByAFormat() {
        assertThat(session.run(
                        "p0::printf \"%s: %d|%-4x|%04x|%a\\n\" proc_t p_user.u_comm p_lwpcnt p_flag p_flag p_tlist"))
                .matches("sched: \\d+\\|1   \\|0001\\|t0\n");
        assertThat(session.run("t0::printf '%?p %r%%' kthread_t . t_state")).isEqualTo("fffffffffbc2fa80 1%\n");
        assertThat(session.run("t0::printf \"%A.\\n\" kthread_t t_procp")).isEqualTo("p0.\n");
        assertThat(session.run("0::printf '%0?p %-?p|' int . .")).isEqualTo("0000000000000000 0               |\n");
        session.run("p0::printf \"%s %s\\n\" proc_t p_user.u_comm p_user.u_comm");
        assertThat(session.rows().getFirst().fields())
                .extracting(dev.xmdb.engine.output.Field::name)
                .containsExactly("p_user_u_comm", "p_user_u_comm_2");
    }

    @Test
    void networkAddressesAreWritten() {
        session.run("1::nmadd unused");
        assertThat(session.run("utsname::printf '%I' 'struct pid' pid_id")).matches("\\d+\\.\\d+\\.\\d+\\.\\d+\n");
        assertThat(session.errors("p0::printf '%I' proc_t p_as")).isEqualTo("xmdb: expected 32-bit integer type\n");
    }

    @Test
    void wrongFormatsAreTold() {
        assertThat(session.errors("t0::printf '%z' kthread_t ."))
                .isEqualTo("xmdb: illegal format string at or near 'z' (position 2)\n");
        assertThat(session.errors("t0::printf '%d %d' kthread_t t_pri"))
                .isEqualTo("xmdb: extra format specifiers (found 2, expected 1)\n");
        assertThat(session.errors("t0::printf '%d' kthread_t t_pri t_pri"))
                .isEqualTo("xmdb: missing format specifiers (found 1, expected 2)\n");
        assertThat(session.errors("t0::printf '%d' kthread_t t_procp")).isEqualTo("xmdb: expected integer type\n");
        assertThat(session.errors("t0::printf '%p' kthread_t t_pri")).isEqualTo("xmdb: expected pointer type\n");
        assertThat(session.errors("t0::printf '%s' kthread_t t_pri"))
                .isEqualTo("xmdb: expected pointer or array type\n");
        assertThat(session.errors("t0::printf '%s' kthread_t ."))
                .isEqualTo("xmdb: expected integer or pointer format specifier for '.'\n");
        assertThat(session.errors("t0::printf")).isEqualTo("xmdb: expected a format string\n");
        assertThat(session.errors("t0::printf '%d' kthread_t"))
                .startsWith("xmdb: at least one member must be specified\nUsage: address::printf ");
        assertThat(session.errors("1000::printf '%d' kthread_t t_pri"))
                .endsWith("xmdb: failed to print member 't_pri'\n");
    }
}
