package dev.xmdb.dcmds.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.engine.CommandAlias;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What hands that know crash type. */
class CrashAliasesTest {
    private static final String LABELS = "\"hexadecimal: \"Kn\"    decimal: \"En\"      octal: \"Gn\"     binary:\"nR";

    private static final Pattern DCMD = Pattern.compile("::(\\w+)");

    private final Conversation session = new Conversation(LinuxDomain.target());

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "bt # $C",
                "bt -a # ::cpustack -a",
                "bt -c 1 # ::cpustack -c 0t1",
                "bt 42 # 0t42::pid2proc | ::findstack -v",
                "bt ffff888004f63100 # 0xffff888004f63100::findstack -v",
                "foreach bt # ::walk task | ::findstack -v",
                "foreach UN bt # ::threadlist | ::filter s = D | ::findstack -v",
                "foreach user RU vm # ::threadlist | ::filter s = R | ::filter kernel = false | ::pmap",
                "foreach kthreadd ps # ::threadlist | ::filter name = kthreadd",
                "foreach 1 2 bt # ::threadlist | ::filter 'pid ~ ^(1|2)$' | ::findstack -v",
                "foreach a.b c ps # ::threadlist | ::filter 'name ~ ^(a\\.b|c)$'",
                "foreach ^x c ps # ::threadlist | ::filter 'name ~ ^(\\^x|c)$'",
                "foreach \"it's\" c.d ps # ::threadlist | ::filter \"name ~ ^(it's|c\\\\.d)$\"",
                "foreach RU IN ps # ::threadlist | ::filter 's ~ ^(R|S)$'",
                "foreach active user RU RU bt # ::threadlist | ::filter s = R | ::filter running = true | ::filter kernel = false | ::findstack -v",
                "foreach 42 files # ::threadlist | ::filter pid = 42 | ::files",
                "foreach active bt # ::threadlist | ::filter running = true | ::findstack -v",
                "ps # ::threadlist",
                "ps -G # ::ps",
                "ps -k # ::threadlist | ::filter kernel = true",
                "ps -u # ::threadlist | ::filter kernel = false",
                "ps -A # ::threadlist | ::filter running = true",
                "ps -S # ::threadlist | ::groupby s",
                "ps -p # ::ptree",
                "ps -p 1 # 0t1::pid2proc | ::threadlist | ::ptree",
                "ps -a 1 # 0t1::pid2proc | ::threadlist | ::pargs",
                "ps 1 # 0t1::pid2proc | ::threadlist",
                "ps init # ::threadlist | ::filter name = init",
                "set 1 # 0t1::pid2proc | ::context",
                "runq -c 1 # 0t1::runq",
                "waitq ffff888004f63100 # 0xffff888004f63100::waitq",
                "task -R pid,comm 1 # 0t1::pid2proc | ::print 'struct task_struct' pid comm",
                "rd linux_banner # linux_banner/J",
                "rd linux_banner 8 # linux_banner,0t8/J",
                "rd -8 ffffffff81000000 16 # 0xffffffff81000000,0t16/B",
                "rd -32 -d jiffies # jiffies/D",
                "rd -a linux_banner # linux_banner/s",
                "rd -a linux_banner 20 # linux_banner/20c",
                "rd -e ffffffff81000010 ffffffff81000000 # 0xffffffff81000000::upto 0xffffffff81000010 '/J'",
                "rd -32 -p -e 1010 1000 # 1000::upto -s 4 1010 '\\X'",
                "rd linux_banner+8 -e linux_banner+16 # linux_banner+0t8::upto 'linux_banner+0t16' '/J'",
                "rd -p 1000000 4 # 0x1000000,0t4\\J",
                "vtop ffff888000000000 # 0xffff888000000000::vatopfn -v",
                "struct task_struct # ::print -t 'struct task_struct'",
                "struct task_struct -o # ::print -at 'struct task_struct'",
                "struct task_struct.pid # ::print -at 'struct task_struct' pid",
                "struct task_struct.pid,comm init_task # init_task::print 'struct task_struct' pid comm",
                "union thread_union init_task 2 # init_task::array 'union thread_union' $[0t2] | ::print 'union thread_union'",
                "list task_struct.tasks.next init_task # init_task::list 'struct task_struct' tasks.next",
                "list task_struct.tasks -h init_task -s task_struct.pid,comm # init_task::list 'struct task_struct' tasks | ::print 'struct task_struct' pid comm",
                "list -o module.list -H modules -s module.name # modules::walk list_head | ::container_of 'struct module' list | ::print 'struct module' name",
                "list -H modules module.list # modules::walk list_head | ::container_of 'struct module' list",
                "list -o 8 -H modules # modules::walk list_head | ::map .-0t8",
                "list -o 10 init_task # init_task::list $[0t10]",
                "list -o 0x10 init_task # init_task::list $[0x10]",
                "list -H modules # modules::walk list_head",
                "whatis task_struct # ::print -t 'struct task_struct'",
                "list -H modules -s module.name # modules::walk list_head | ::print 'struct module' name",
                "p jiffies_64 # jiffies_64::print",
                "p init_task.comm # init_task::print comm",
                "p 1+1 # 0t1+0t1=E",
                "p 10 + 0x10 # 0t10 + 0x10=E",
                "p -x 10 # 0t10=J",
                "p -d jiffies_64 # jiffies_64::print -d",
                "p init_task+8 # init_task+0t8=J",
                "p &init_task # init_task=J",
                "p *(struct task_struct *) ffff888004f63100 # 0xffff888004f63100::print 'struct task_struct'",
                "p -x ((struct task_struct *) init_task)->se.load # init_task::print -x 'struct task_struct' se.load",
                "sym ffffffff81000000 # 0xffffffff81000000=Jp",
                "sym init_task+16 # init_task+0t16=Jp",
                "sym -l # ::nm -v",
                "sym -m dummy # ::nm -v dummy",
                "sym -q banner # ::nm | ::filter name ~ banner",
                "dis do_syscall_64 5 # do_syscall_64::dis -n 0t4",
                "kmem -i # ::memstat",
                "kmem -f # ::buddyinfo",
                "kmem -z # ::zoneinfo",
                "kmem -S dentry # ::walk dentry",
                "kmem -s # ::kmastat",
                "search -p deadbeef # ::search -p 0xdeadbeef",
                "search -s ffff888000000000 -l 1000 -w -m ff00 cafe # 0xffff888000000000,1000::search -s 4 -m ff00 cafe",
                "search -s ffff888000000000 -e ffff888000001000 1 # 0xffff888000000000,0xffff888000001000-0xffff888000000000::search 1",
                "search -s jiffies+8 -e jiffies+16 1 # jiffies+0t8,(jiffies+0t16)-(jiffies+0t8)::search 1",
                "search -u -c 'two words' # ::search -u -t 'two words'",
                "btop 401000 # 0x401000>>0t12=K",
                "ptob 401 # 0x401<<0t12=K",
                "help # ::aliases",
                "help ps # ::help ps",
                "mach # ::xeninfo",
                "quit # ::quit",
                "kmem -s dentry # ::kmem_cache -n dentry",
                "kmem ffff888004f63100 # 0xffff888004f63100::whatis",
                "eval 2*30 # 0t2*0t30=" + LABELS,
                "eval 4k + ff # 0t4096 + ff=" + LABELS,
                "eval (7 / 2) % 0x2 # (0t7 % 0t2) %% 0x2=" + LABELS,
                "irq 9 # 0t9::interrupts",
                "log # ::msgbuf -t",
                "dmesg -t # ::msgbuf",
                "mod # ::modinfo",
                "sys # ::status",
                "ps | grep init # ::threadlist ! grep init",
                "ps | ::count # ::threadlist | ::count",
                "ps -k | ::filter cpu = 0 | ::count # ::threadlist | ::filter kernel = true | ::filter cpu = 0 | ::count",
                "sys; ps # ::status; ::threadlist",
                "1=X; ps -G # 1=X; ::ps",
                "ps | grep a; sys # ::threadlist ! grep a; ::status"
            })
    void aCommandOfCrashBecomesALineOfOurs(String theirs, String ours) {
        assertThat(session.run(theirs.strip() + " --mdb")).isEqualTo(ours.strip() + "\n");
        assertThat(session.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ps",
                "ps 1",
                "sys",
                "log",
                "mod",
                "rd linux_banner 2",
                "struct task_struct.pid init_task",
                "p jiffies_64",
                "p init_task.comm",
                "sym init_task",
                "eval 2*3",
                "list -H super_blocks",
                "whatis task_struct",
                "bt -a",
                "foreach active bt",
                "foreach IN ps",
                "ps -a 1",
                "ps -p 1",
                "list task_struct.tasks -h init_task -s task_struct.comm",
                "list -o super_block.s_list -H super_blocks -s super_block.s_id",
                "kmem -z",
                "kmem -f",
                "btop 401000",
                "mach"
            })
    void itRunsAsThatLineDoes(String theirs) {
        String ours = session.run(theirs + " --mdb").strip();
        String direct = session.run(ours);
        assertThat(session.messages()).isEmpty();
        assertThat(session.run(theirs)).isEqualTo(direct).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "vtop --mdb # ADDRESS::vatopfn -v",
                "rd --mdb # ADDRESS/J",
                "rd --mdb linux_banner 8 # linux_banner,0t8/J",
                "struct --mdb # ::print -t 'struct NAME'",
                "dis --mdb # SYMBOL::dis",
                "pte --mdb # VALUE::pte",
                "btop --mdb # 0xADDRESS>>0t12=K",
                "ps --mdb # ::threadlist",
                "ps --mdb | ::count # ::threadlist | ::count"
            })
    void itsLineIsShownWithNamesForArgumentsThatAreNotGiven(String shown, String ours) {
        assertThat(session.run(shown.strip())).isEqualTo(ours.strip() + "\n");
        assertThat(session.messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "ps # ::ps -t",
                "ps init # ::ps | ::filter name = init | ::ps -t",
                "sys # ::status -v",
                "runq # ::cpuinfo -v",
                "kmem -i # ::vmem",
                "kmem -S streams_mblk # ::walk streams_mblk",
                "bt # $C",
                "bt -a # ::cpustack -a",
                "bt 1 # 0t1::pid2proc | ::walk thread | ::findstack -v",
                "bt ffffff00010bfc80 # 0xffffff00010bfc80::findstack -v",
                "task 1 -R t_pri,t_state # 0t1::pid2proc | ::walk thread | ::print kthread_t t_pri t_state",
                "foreach bt # ::walk thread | ::findstack -v",
                "foreach init bt # ::ps | ::filter name = init | ::walk thread | ::findstack -v",
                "foreach 0 ps # 0t0::pid2proc | ::walk thread | ::thread",
                "foreach kernel task # 0t0::pid2proc | ::walk thread | ::print kthread_t",
                "foreach user bt # ::ps | ::filter pid <> 0 | ::walk thread | ::findstack -v",
                "foreach active ps # ::thread | ::filter state = onproc",
                "foreach RU bt # ::thread | ::filter state = run | ::findstack -v",
                "set 1 # 0t1::pid2proc | ::context"
            })
    void aSolarisGuestIsAskedInItsOwnWay(String theirs, String ours) {
        Conversation solaris = SolarisDomain.sxc16().conversation();
        String line = ours.strip();
        assertThat(solaris.run(theirs.strip() + " --mdb")).isEqualTo(line + "\n");
        String answer = solaris.run(line);
        assertThat(solaris.run(theirs.strip())).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ps=J", "ps/X", "ps + 1=J", "ps::print", "log@x"})
    void aNameWithAVerbOrOurOwnLanguageIsNoAlias(String line) {
        assertThat(session.errors(line)).doesNotContain("ps:");
        assertThat(session.errors(line)).contains("unknown symbol name");
    }

    @ParameterizedTest
    @CsvSource({
        "bt -f, bt: option -f has no equivalent here",
        "ps 1 2, ps: 2 is one argument too many",
        "dis, dis: an argument is missing",
        "foreach sig, 'foreach: no equivalent of sig for many tasks; one of bt, files, ps, task, vm must be the last word'",
        "foreach, 'foreach: a command is missing; one of bt, files, ps, task, vm must be the last word'",
        "list, list: an address is missing",
        "'list -o 10 -h init_task', 'list: -h wants the link''s name, as in list task_struct.tasks -h init_task'",
        "bt -c, bt: option requires an argument -- c",
        "rd init_task -5, rd: invalid count: -5",
        "rd init_task 99999999999999999999, rd: invalid count: 99999999999999999999",
        "dis schedule 0, dis: invalid count: 0",
        "eval 2*3%2, eval: 2*3%2 needs parentheses around what % is taken of",
        "eval 2>3, eval: 2>3 has an operator without an equivalent here",
        "p 1==1&&2, p: 1==1&&2 has an operator without an equivalent here",
        "p 1==1<2, p: 1==1<2 has an operator without an equivalent here",
        "p 1==2?3:4, p: 1==2?3:4 has an operator without an equivalent here",
        "p '1!=1||2', p: 1!=1||2 has an operator without an equivalent here",
        "p '!1==2', p: !1==2 has an operator without an equivalent here",
        "p 1==x=2, p: 1==x=2 has an operator without an equivalent here",
        "rd -a linux_banner -e linux_banner+8, rd: -a and -e at once have no equivalent here",
        "rd -8 -16 linux_banner, rd: -b and -h at once have no equivalent here",
        "kmem -i -f, kmem: -i and -f at once have no equivalent here",
        "ps -k -u, ps: -k and -u at once have no equivalent here",
        "ps -a -S, ps: -a and -S at once have no equivalent here",
        "ps -k -p, ps: -k and -p at once have no equivalent here",
        "foreach user kernel ps, foreach: no task is both kernel and user",
        "foreach -x ps, foreach: option -x has no equivalent here",
        "p *init_task, p: *init_task has no equivalent here"
    })
    void whatHasNoEquivalentIsTold(String theirs, String message) {
        assertThat(session.errors(theirs)).isEqualTo("xmdb: " + message + "\n");
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void numbersWithoutASignAreDecimalAsTheyAreToCrash() {
        assertThat(session.run("eval 10").lines().map(String::strip))
                .containsExactly("hexadecimal: a", "decimal: 10", "octal: 12", "binary:", "1010");
        assertThat(session.run("p 10+6").strip()).isEqualTo("16");
    }

    @ParameterizedTest
    @CsvSource({
        "linux_banner, linux_banner+16, 2",
        "linux_banner, linux_banner+17, 3",
        "linux_banner+8, linux_banner+16, 1",
        "linux_banner+8, linux_banner+9, 1",
        "(linux_banner+8), (linux_banner+40)-8, 3"
    })
    void memoryIsReadUpToItsEnd(String start, String end, int words) {
        assertThat(session.run("rd " + start + " -e " + end).lines())
                .filteredOn(line -> !line.endsWith(":"))
                .hasSize(words);
        assertThat(session.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux_banner-8", "linux_banner", "ffffffff80000000", "0"})
    void anEndThatIsNotAboveTheStartIsAnError(String end) {
        assertThat(session.errors("rd linux_banner -e " + end))
                .startsWith("xmdb: invalid ending address: 0x")
                .contains(" is not above 0xffffffff");
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "linux_banner::upto # Usage: [address]::upto",
                "linux_banner::upto linux_banner+8 J # a format begins with / or \\: J",
                "linux_banner::upto -s 0 linux_banner+8 '/J' # invalid size: 0x0"
            })
    void whatUptoCannotUseIsTold(String line, String message) {
        assertThat(session.errors(line.strip())).contains(message.strip());
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void asManyCharactersAreShownAsAreAskedFor() {
        assertThat(session.run("rd -a linux_banner 13")).endsWith(" Linux version\n");
    }

    @Test
    void tasksInAnyOfSeveralStatesAreFound() {
        int sleeping = number("foreach IN ps | ::count");
        int idle = number("foreach ID ps | ::count");
        assertThat(number("foreach IN ID ps | ::count"))
                .isEqualTo(sleeping + idle)
                .isGreaterThan(sleeping);
        assertThat(session.messages()).isEmpty();
    }

    private int number(String line) {
        return Integer.parseInt(session.run(line).strip());
    }

    @Test
    void severalNamesMayHaveCharactersThatPatternsUse() {
        assertThat(session.run("foreach ^x kthreadd ps | ::count").strip()).isEqualTo("1");
        assertThat(session.run("foreach \"it's\" kthreadd '(c)' ps | ::count").strip())
                .isEqualTo("1");
        assertThat(session.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "vm", "net", "timer", "waitq"})
    void whatOnlyALinuxGuestHasIsNotOfferedForASolarisOne(String name) {
        Conversation solaris = SolarisDomain.sxc16().conversation();
        assertThat(solaris.run("::aliases").lines()).isNotEmpty().noneMatch(line -> line.startsWith(name + " "));
        assertThat(solaris.errors(name + " 1")).doesNotContain("::");
        assertThat(new Conversation().run("::aliases").lines()).anyMatch(line -> line.startsWith(name + " "));
    }

    @Test
    void whatIsOfferedForASolarisGuestUsesCommandsThatItHas() {
        Conversation solaris = SolarisDomain.sxc16().conversation();
        List<String> dcmds =
                solaris.run("::dcmds -n").lines().map(String::strip).toList();
        for (String line : solaris.run("::aliases").lines().toList()) {
            String name = line.substring(0, line.indexOf(' '));
            Matcher used = DCMD.matcher(solaris.run(name + " --mdb"));
            while (used.find()) {
                assertThat(dcmds).as(name).contains(used.group(1));
            }
        }
    }

    @Test
    void asManyInstructionsAreShownAsAreAskedFor() {
        assertThat(session.run("dis schedule 3").lines()).hasSize(3);
        assertThat(session.run("dis schedule 1").lines()).hasSize(1);
    }

    @Test
    void memoryWithoutAnEndIsShownUpToTheFirstPlaceThatCannotBeRead() {
        // Where memory is mapped one to one ends with the last page of the image.
        String last = session.run("*max_pfn*1000+*page_offset_base-10=J").strip();
        assertThat(session.run("rd " + last + " 1000000000000").lines()).hasSize(3);
        assertThat(session.messages()).contains("failed to read data from target: no mapping for address");
    }

    @Test
    void aStatementWithoutAnEquivalentKeepsThoseBeforeItFromNothing() {
        assertThat(session.run("1=X; bt -f").strip()).isEqualTo("1");
        assertThat(session.messages()).isEqualTo("xmdb: bt: option -f has no equivalent here\n");
    }

    @Test
    void aCommentIsNoCommand() {
        assertThat(session.errors("// the list; task")).isEmpty();
        assertThat(session.run("1=X // foo; ps --mdb").strip()).isEqualTo("1");
        assertThat(session.run("btop 401000 --mdb // pages")).isEqualTo(session.run("btop 401000 --mdb"));
    }

    @Test
    void operatorsAreNoPipes() {
        assertThat(session.run("p 1!=2 --mdb")).isEqualTo("0t1!=0t2=E\n");
        assertThat(session.run("btop (1|2) --mdb")).isEqualTo("0x(1|2)>>0t12=K\n");
        assertThat(session.run("ps ! head -1 --mdb")).isEqualTo("::threadlist ! head -1\n");
    }

    @Test
    void aliasesCanBeTurnedOff() {
        assertThat(session.errors("::set +o aliases\nps")).contains("unknown symbol name");
        assertThat(session.run("::set -o aliases\nps")).isNotEmpty();
    }

    static List<String> names() {
        return new CrashModule().aliases().stream().map(CommandAlias::name).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyAliasIsListed(String name) {
        assertThat(session.run("::aliases").lines()).anyMatch(line -> line.startsWith(name + " "));
    }
}
