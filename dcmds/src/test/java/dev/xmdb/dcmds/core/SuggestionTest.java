package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.dcmds.SolarisDomain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A name that does not exist: the first message is mdb's, the second one names the nearest that do. */
class SuggestionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ::threadlits              | invalid command '::threadlits': unknown dcmd name                                 | '::threadlist'
            ::walk thraed             | failed to perform walk: unknown walk name                                         | 'thread'
            ::walk kmem_alloc_4       | failed to perform walk: unknown walk name                                         | 'kmem_alloc_40', 'kmem_alloc_48' or 'kmem_alloc_8'
            kmem_flasg=X              | failed to dereference symbol: unknown symbol name                                 | 'kmem_flags'
            genuinx`kmem_flags=X      | failed to dereference symbol: unknown object file name                            | 'genunix'
            genunix`kmem_flasg=X      | failed to dereference symbol: unknown symbol name                                 | 'genunix`kmem_flags'
            ::sizeof struct porc      | failed to look up type struct porc: unknown symbol name                           | 'struct proc'
            ::sizeof prco_t           | failed to look up type prco_t: unknown symbol name                                | 'proc_t'
            ::offsetof proc_t p_aas   | failed to find member p_aas of type proc_t: no such member of structure or union  | 'p_as'
            p0::print proc_t p_usre   | failed to find member p_usre of proc_t: no such member of structure or union      | 'p_user'
            <htis=X                   | variable 'htis' is not defined                                                    | 'hits'
            ::unset htis              | variable 'htis' not defined                                                       | 'hits'
            ::help thraed             | unknown command: thraed                                                           | '::thread'
            ::which thraedlist        | thraedlist not found                                                              | '::threadlist'
            ::dmods -l genuinx        | no module 'genuinx' could be found                                                | 'genunix'
            ::nm genuinx              | failed to iterate over symbols of genuinx: unknown object file name               | 'genunix'
            """)
    void theNearestNamesAreToldAfterTheMessage(String command, String message, String names) {
        assertThat(SolarisDomain.sxc16().conversation().errors(command.strip()))
                .startsWith("xmdb: " + message.strip() + "\nxmdb: did you mean " + names.strip());
    }

    @Test
    void aNameThatNoneIsNearToHasNoSecondMessage() {
        assertThat(SolarisDomain.sxc16().conversation().errors("::qqqqqqqq"))
                .isEqualTo("xmdb: invalid command '::qqqqqqqq': unknown dcmd name\n");
    }

    @Test
    void aDcmdOfAnotherKindOfGuestIsNoMistake() {
        assertThat(new Conversation(LinuxDomain.target()).errors("::modhdrs"))
                .isEqualTo("xmdb: invalid command '::modhdrs': it needs a solaris guest, and this one is linux\n");
    }

    @Test
    void aCommandOfAnotherDebuggersLeadsToOurs() {
        Conversation session = new Conversation(LinuxDomain.target());
        assertThat(session.errors("::runqq")).endsWith("xmdb: did you mean '::runq'?\n");
        assertThat(session.errors("::mod")).endsWith("xmdb: did you mean '::modinfo'?\n");
        assertThat(session.errors("::rd")).endsWith("xmdb: did you mean 'rd'?\n");
    }

    @Test
    void aDcmdWithoutItsColonsIsFound() {
        assertThat(SolarisDomain.sxc16().conversation().errors("threadlist=X"))
                .isEqualTo(
                        "xmdb: failed to dereference symbol: unknown symbol name\nxmdb: did you mean '::threadlist'?\n");
    }

    @Test
    void namesThatTheUserMadeAreFoundToo() {
        var session = new Conversation();
        session.run("1000::nmadd scratchpad; 5>counter; ::typedef -c LP64; ::typedef 'struct boxes { int a; }' box_t");
        assertThat(session.errors("scratchpda=X")).endsWith("did you mean 'scratchpad'?\n");
        assertThat(session.errors("<conuter=X")).endsWith("did you mean 'counter'?\n");
        assertThat(session.errors("::sizeof struct boxse")).endsWith("did you mean 'struct boxes'?\n");
    }

    @Test
    void wordsOfOptionsAreCorrected() {
        assertThat(new Conversation().errors("::nm -t fnuc"))
                .startsWith("xmdb: invalid option for -t: \"fnuc\"\nxmdb: did you mean 'func'?\nUsage: ");
    }

    @Test
    void whatAnUnloadedModuleHasIsFoundByLoadingIt() {
        var session = new Conversation(LinuxDomain.target());
        session.run("::unload linux");
        String hint = "xmdb: it is in a module that was unloaded: ::load linux\n";
        assertThat(session.errors("::ps")).isEqualTo("xmdb: invalid command '::ps': unknown dcmd name\n" + hint);
        assertThat(session.errors("::linux`ps"))
                .isEqualTo("xmdb: invalid command '::linux`ps': unknown dcmd name\n" + hint);
        assertThat(session.errors("::walk task_struct"))
                .isEqualTo("xmdb: failed to perform walk: unknown walk name\n" + hint);
        assertThat(session.errors("::help ps")).isEqualTo("xmdb: unknown command: ps\n" + hint);
        assertThat(session.errors("::modhdrs")).contains("it needs a solaris guest");
        session.run("::load linux");
        assertThat(session.errors("::ps")).isEmpty();
    }

    @Test
    void modulesAreCorrected() {
        var session = new Conversation();
        assertThat(session.errors("::load linus"))
                .isEqualTo("xmdb: no module 'linus' could be found\nxmdb: did you mean 'linux'?\n");
        assertThat(session.errors("::unload linus"))
                .isEqualTo(
                        "xmdb: failed to unload linus: specified module is not loaded\nxmdb: did you mean 'linux'?\n");
    }

    @Test
    void optionsOfTheDebuggerAndTheirWordsAreCorrected() {
        var session = new Conversation();
        assertThat(session.errors("::set -o repeat_last"))
                .isEqualTo("xmdb: invalid debugger option -- repeat_last\nxmdb: did you mean 'repeatlast'?\n");
        assertThat(session.errors("::set -o array_mem_limt=4"))
                .isEqualTo(
                        "xmdb: invalid debugger option -- array_mem_limt=4\nxmdb: did you mean 'array_mem_limit'?\n");
        assertThat(session.errors("::set -o follow_exec_mode=asks"))
                .isEqualTo("xmdb: invalid argument for option follow_exec_mode -- asks\nxmdb: did you mean 'ask'?\n");
        assertThat(session.errors("::set -o qqqq")).isEqualTo("xmdb: invalid debugger option -- qqqq\n");
    }
}
