package dev.xmdb.dcmds.core.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import org.junit.jupiter.api.Test;

/** What the simulated domain is known to hold comes from its scenario: the names of processes, the build, the statics of the seen session. */
class PrintDcmdTest {
    private final SolarisDomain domain = SolarisDomain.sxc16();
    private final Conversation session = domain.conversation();

    @Test
    void aMemberThatIsTextPrintsAsText() {
        assertThat(session.run("utsname::print struct utsname nodename")).isEqualTo("nodename = [ \"sxc16\" ]\n");
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void aVariableNeedsNoTypeAndItsMembersNeedNoneEither() {
        assertThat(session.run("utsname::print")).isEqualTo("""
                        {
                            sysname = [ "SunOS" ]
                            nodename = [ "sxc16" ]
                            release = [ "5.11" ]
                            version = [ "onnv-johnlev" ]
                            machine = [ "i86pc" ]
                        }
                        """);
        assertThat(session.run("utsname::print release machine"))
                .isEqualTo("release = [ \"5.11\" ]\nmachine = [ \"i86pc\" ]\n");
    }

    @Test
    void withoutAnAddressTheLayoutIsPrinted() {
        assertThat(session.run("::print -at struct pid"))
                .startsWith(
                        "0 struct pid {\n    0 unsigned int pid_prinactive :1 \n    0.1 unsigned int pid_pgorphaned :1 \n")
                .contains("\n    1 unsigned int pid_prslot :24 \n    4 pid_t pid_id \n    8 struct proc *pid_pglink \n")
                .endsWith("\n    20 uint_t pid_ref \n}\n");
        assertThat(session.run("::print struct list_node")).isEqualTo("{\n    list_next \n    list_prev \n}\n");
    }

    @Test
    void membersAreFollowedThroughPointersAndStructures() {
        assertThat(session.run("t0::print kthread_t t_procp->p_user.u_comm"))
                .isEqualTo("t_procp->p_user.u_comm = [ \"sched\" ]\n");
        assertThat(session.run("cpu::print [0]->cpu_thread->t_procp->p_user.u_comm"))
                .isEqualTo("[0]->cpu_thread->t_procp->p_user.u_comm = [ \"sched\" ]\n");
        assertThat(session.run("p0::print proc_t p_user.u_comm[0]")).isEqualTo("p_user.u_comm[0] = 's'\n");
        assertThat(session.run("p0::print proc_t p_user.u_comm[1..2]")).isEqualTo("p_user.u_comm[1..2] = [ \"ch\" ]\n");
    }

    @Test
    void theMembersOfANamedStructureHaveItsNameBeforeThem() {
        assertThat(session.run("p0::print proc_t p_user.u_start"))
                .matches(
                        "p_user.u_start = \\{\n    p_user.u_start.tv_sec = \\d{4} .*\n    p_user.u_start.tv_nsec = .*\n}\n");
        assertThat(session.run("cpu_list::print -s 1 [0]")).startsWith("[0] = {\n    [0].cpu_id = 0\n");
        assertThat(session.run("p0::print -s 1 proc_t p_tlist[0]"))
                .startsWith("p_tlist = {\n    p_tlist->t_link = 0\n");
    }

    @Test
    void timesAreDatesUnlessNumbersAreAskedFor() {
        assertThat(session.run("p0::print -d proc_t p_user.u_start.tv_sec"))
                .matches("p_user.u_start.tv_sec = 0t\\d+\n");
        assertThat(session.run("p0::print -xd proc_t p_user.u_start.tv_sec"))
                .matches("p_user.u_start.tv_sec = 0x[0-9a-f]+\n");
    }

    @Test
    void aDepthClosesWhatIsDeeper() {
        assertThat(session.run("p0::print -s 0 proc_t")).isEqualTo("{ ... }\n");
        assertThat(session.run("p0::print -s 1 proc_t"))
                .contains("\n    p_crlock = { ... }\n", "\n    p_user = { ... }\n");
        assertThat(session.run("cpu::print -s 0")).isEqualTo("[ ... ]\n");
    }

    @Test
    void arraysEndWhereTheirLimitIs() {
        assertThat(session.run("cpu::print -n -l 2")).isEqualTo("[ 0xfffffffffbc4b7f0, 0, ... ]\n");
        assertThat(session.run("cpu::print -n -L")).endsWith(", 0 ]\n").doesNotContain("...");
        assertThat(session.run("cpu::print -l 0")).isEqualTo("[ ... ]\n");
        assertThat(session.run("softvect::print -n -l 1"))
                .matches(
                        "\\[\n    \\{\n        avh_link = .*\n        avh_hi_pri = .*\n        avh_lo_pri = .*\n    },\n\\.\\.\\. ]\n");
        session.run("::set -o array_mem_limit=1");
        assertThat(session.run("cpu::print")).isEqualTo("[ cpus, ... ]\n");
    }

    @Test
    void textLongerThanItsLimitIsPrintedCharacterByCharacter() {
        assertThat(session.run("utsname::print -c 4 -l 3 struct utsname nodename"))
                .isEqualTo("nodename = [ 's', 'x', 'c', ... ]\n");
        assertThat(session.run("utsname::print -C struct utsname nodename")).isEqualTo("nodename = [ \"sxc16\" ]\n");
    }

    @Test
    void typesAndTheirMeaningStandBeforeNames() {
        assertThat(session.run("p0::print -t proc_t p_pidflag p_parent p_user.u_comm"))
                .isEqualTo(
                        "ushort_t p_pidflag = 0\nstruct proc *p_parent = 0\nchar [17] p_user.u_comm = [ \"sched\" ]\n");
        assertThat(session.run("p0::print -T proc_t p_pidflag p_parent"))
                .isEqualTo("ushort_t <<unsigned short>> p_pidflag = 0\nstruct proc *p_parent = 0\n");
    }

    @Test
    void pointersAreSymbolsUnlessNumbersAreAskedFor() {
        assertThat(session.run("p0::print proc_t p_as p_tlist")).isEqualTo("p_as = kas\np_tlist = t0\n");
        assertThat(session.run("p0::print -n proc_t p_tlist")).isEqualTo("p_tlist = 0xfffffffffbc2fa80\n");
    }

    @Test
    void aPipeReceivesPointersAndNumbersAndAddressesOfTheRest() {
        assertThat(session.run("p0::print proc_t p_tlist | ::print kthread_t t_procp"))
                .isEqualTo("t_procp = p0\n");
        assertThat(session.run("p0::print proc_t p_tlist p_lwpcnt | ::map .")).startsWith("fffffffffbc2fa80\n");
        long comm = Long.parseUnsignedLong(
                session.run("p0::print -a proc_t p_user.u_comm").split(" ", -1)[0], 16);
        assertThat(session.run("p0::print proc_t p_user.u_comm | ::map .")).isEqualTo(Long.toHexString(comm) + "\n");
        assertThat(session.run("p0::print -a proc_t p_tlist | ::map *.")).isEqualTo("fffffffffbc2fa80\n");
    }

    @Test
    void anEnumerationHasItsName() {
        assertThat(session.run("3::print -i syncobj_t")).isEqualTo("3 (SOBJ_CV)\n");
        assertThat(session.run("0t11::print -i syncobj_t")).isEqualTo("0t11 (???)\n");
        assertThat(session.run("3::print -ix syncobj_t")).isEqualTo("0x3 (SOBJ_CV)\n");
    }

    @Test
    void aNumberMayBeTheValueItself() {
        assertThat(session.run("ffffffff::print -id int")).isEqualTo("-1\n");
        assertThat(session.run("ffffffff::print -i int")).isEqualTo("0xffffffff\n");
        assertThat(session.run("::print -it int")).isEqualTo("int \n");
        assertThat(session.run("0t59::print -id short")).isEqualTo("0t59\n");
        assertThat(session.run("'a'::print -i char")).isEqualTo("'a'\n");
        assertThat(session.run("t0::print -i 'kthread_t *' t_procp")).isEqualTo("t_procp = p0\n");
        assertThat(session.errors("1::print -ip int")).isEqualTo("xmdb: -p and -i options are incompatible\n");
    }

    @Test
    void anOffsetStandsForTheMemberThere() {
        assertThat(session.run("p0::print proc_t $[8]")).isEqualTo("p_as = kas\n");
        assertThat(session.errors("p0::print proc_t $[100000]")).isEqualTo("xmdb: invalid offset 100000\n");
    }

    @Test
    void holesAreMembersThatNobodyNamed() {
        assertThat(session.run("::print -th struct _kthread")).contains("\n    uint32_t <<HOLE>> \n");
        assertThat(session.run("::print -h struct _kthread")).contains("\n    uint32_t <<HOLE>> \n");
        assertThat(session.run("t0::print -h struct _kthread")).contains("\n    uint32_t <<HOLE>> = 0x0\n");
        assertThat(session.run("::print struct _kthread")).doesNotContain("HOLE");
    }

    @Test
    void dotIsBehindTheValueAndACountGoesOnFromThere() {
        session.run("irq_info::print irq_info_t");
        assertThat(session.run(".-irq_info=D").strip()).isEqualTo("4");
        assertThat(session.run("irq_info,2::print -a irq_info_t ii_type")
                        .lines()
                        .map(line -> line.split(" ", -1)[0]))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void wrongNamesEndInMessages() {
        assertThat(session.errors("p0::print struct nosuch"))
                .isEqualTo("xmdb: failed to look up type struct nosuch: unknown symbol name\n");
        assertThat(session.errors("p0::print nosuch`proc_t"))
                .isEqualTo("xmdb: failed to look up type nosuch`proc_t: unknown object file name\n");
        assertThat(session.errors("p0::print proc_t p_x"))
                .isEqualTo("xmdb: failed to find member p_x of proc_t: no such member of structure or union\n");
        assertThat(session.errors("p0::print proc_t p_stat->x")).isEqualTo("xmdb: char is not a pointer type\n");
        assertThat(session.errors("p0::print proc_t p_stat.x")).isEqualTo("xmdb: char is not a struct or union type\n");
        assertThat(session.errors("p0::print proc_t p_stat[0]"))
                .isEqualTo("xmdb: cannot index into non-array, non-pointer type\n");
        assertThat(session.errors("p0::print proc_t p_user.u_comm[0")).isEqualTo("xmdb: no trailing ']'\n");
        assertThat(session.errors("p0::print proc_t p_lockp[0]")).isEqualTo("xmdb: cannot dereference void type\n");
        assertThat(session.errors("p0::print proc_t p_user%u")).isEqualTo("xmdb: '%' is not a valid delimiter\n");
        assertThat(session.errors("p0::print struct")).isEqualTo("xmdb: struct is not a valid type\n");
        assertThat(session.errors("1::print")).isEqualTo("xmdb: no symbol information for 1\n");
        assertThat(session.errors("::print")).startsWith("Usage: [address]::print ");
    }

    @Test
    void aWrongNameIsToldOnceForAWholePipe() {
        assertThat(session.errors("cpu::array 'cpu_t *' 5 | ::print proc_t p_x"))
                .hasLineCount(1);
    }

    @Test
    void anIndexOutsideIsToldAndFollowed() {
        assertThat(session.run("p0::print proc_t p_user.u_comm[20]")).startsWith("p_user.u_comm[20] = ");
        assertThat(session.messages()).isEqualTo("xmdb: index 20 is outside of array bounds [0 .. 10]\n");
    }

    @Test
    void whatCannotBeReadEndsTheValueWithItsReason() {
        assertThat(session.run("1000::print struct list_node")).isEmpty();
        assertThat(session.messages()).startsWith("xmdb: failed to read 8 bytes at 1000: no mapping for address (");
        assertThat(session.outcome().succeeded()).isFalse();
        assertThat(session.errors("1000::print kthread_t t_procp->p_user"))
                .startsWith("xmdb: could not dereference pointer ")
                .contains(": no mapping for address (");
    }

    @Test
    void everyMemberIsARowOfItsOwn() {
        session.run("utsname::print -s 1");
        assertThat(session.rows())
                .extracting(row -> row.fields().getFirst().value())
                .containsExactly(
                        new Value.Text(""),
                        new Value.Text("sysname"),
                        new Value.Text("nodename"),
                        new Value.Text("release"),
                        new Value.Text("version"),
                        new Value.Text("machine"));
        session.run("utsname::print nodename");
        assertThat(session.rows()).hasSize(1);
        Emission.Row row = session.rows().getFirst();
        assertThat(row.fields()).extracting(Field::name).containsExactly("member", "type", "address", "value");
        assertThat(row.fields().getLast().value()).isEqualTo(new Value.Text("sxc16"));
    }
}
