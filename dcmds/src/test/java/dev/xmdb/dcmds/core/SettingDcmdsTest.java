package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import org.junit.jupiter.api.Test;

class SettingDcmdsTest {
    private final Conversation session = new Conversation();

    @Test
    void theRadixIsPrintedInDecimalAndSetInTheOneThatHolds() {
        assertThat(session.run("$d")).isEqualTo("radix = 16 base ten\n");
        assertThat(session.run("8$d")).isEqualTo("radix = 8 base ten\n");
        assertThat(session.run("20$d")).isEqualTo("radix = 16 base ten\n");
        assertThat(session.errors("11$d")).isEqualTo("xmdb: expected radix from 2 to 16\n");
        assertThat(session.errors("1$d")).isEqualTo("xmdb: expected radix from 2 to 16\n");
    }

    @Test
    void theSymbolDistanceHasTwoModes() {
        assertThat(session.run("$s")).isEqualTo("symbol matching distance = 0 (smart mode)\n");
        assertThat(session.run("100$s")).isEqualTo("symbol matching distance = 100 (absolute mode)\n");
        assertThat(session.rows().getLast().fields()).containsExactly(new Field("distance", new Value.Quantity(0x100)));
    }

    @Test
    void theOutputWidthCanBeSet() {
        assertThat(session.run("$w")).isEqualTo("output page width = 80\n");
        assertThat(session.run("0t132$w")).isEqualTo("output page width = 132\n");
        assertThat(session.errors("0$w")).isEqualTo("xmdb: expected width from 0t1 to 0t32767\n");
    }

    @Test
    void theTargetIsNeverReopenedForWriting() {
        assertThat(session.errors("$W"))
                .isEqualTo("xmdb: read-only target\nxmdb: failed to re-open target for writing\n");
    }

    @Test
    void setWithoutArgumentsPrintsTheSettings() {
        assertThat(session.run("::set")).isEqualTo("""

                  macro path:\s

                 module path:\s

                 symbol matching distance: 0 (smart mode)
                 array member print limit: 32
                 array string print limit: 1024
                           command prompt: "> "
                         debugger options: follow_exec_mode=ask, follow_fork_modeask, aliases, autowrap, pager, write_readback
                           target options: read-only

                """);
    }

    @Test
    void setChangesSettings() {
        session.run("::set -o array_mem_limit=0t64,repeatlast +o pager -s 20 -P 'xen> ' -oarray_str_limit=none");
        assertThat(session.messages()).isEmpty();
        assertThat(session.run("::set")).isEqualTo("""

                  macro path:\s

                 module path:\s

                 symbol matching distance: 20 (absolute mode)
                 array member print limit: 64
                 array string print limit: none
                           command prompt: "xen> "
                         debugger options: follow_exec_mode=ask, follow_fork_modeask, aliases, autowrap, repeatlast, write_readback
                           target options: read-only

                """);
    }

    @Test
    void pathsAreChangedAndExpanded() {
        session.run("::set -I /one:%i:%p -L /mods");
        assertThat(session.run("::set")).contains("\n  macro path: /one:amd64:i86xpv\n\n module path: /mods\n\n");
        session.run("::set -I /two:%o");
        assertThat(session.run("::set")).contains("\n  macro path: /two:/one:amd64:i86xpv\n");
    }

    @Test
    void optionsOfMdbThatMeanNothingHereAreTakenAndListed() {
        session.run(
                "::set -o follow_exec_mode=stop,follow_fork_mode=child,noctf,nomods,showlmid,latest,lmraw,nostop +o write_readback");
        assertThat(session.messages()).isEmpty();
        assertThat(session.run("::set"))
                .contains(
                        "debugger options: follow_exec_mode=stop, follow_fork_modechild, aliases, autowrap, latest, lmraw, "
                                + "noctf, nomods, nostop, pager, showlmid\n");
        assertThat(session.errors("::set -o follow_exec_mode=x"))
                .isEqualTo("xmdb: invalid argument for option follow_exec_mode -- x\n");
        assertThat(session.errors("::set -o follow_exec_mode"))
                .isEqualTo("xmdb: option requires an argument -- follow_exec_mode\n");
    }

    @Test
    void theModeOfAdbHasNoPromptAndNoPagerAndRepeats() {
        session.run("::set -o adb");
        var settings = session.session().settings();
        assertThat(settings.prompt()).isEmpty();
        assertThat(settings.pager()).isFalse();
        assertThat(settings.repeatLast()).isTrue();
        session.run("::set +o adb");
        assertThat(settings.prompt()).isEqualTo("> ");
        assertThat(settings.pager()).isTrue();
    }

    @Test
    void theTypeOfTheTerminalIsPrinted() {
        assertThat(session.run("::term; ::set -o term=vt100; ::term")).isEqualTo("unknown\nvt100\n");
    }

    @Test
    void modulesAreUnloadedAndLoadedAgain() {
        assertThat(session.run("::dmods")).contains("xpv\n");
        assertThat(session.errors("::unload xpv; ::walk mfn")).contains("unknown walk name");
        assertThat(session.run("::dmods")).doesNotContain("xpv\n");
        assertThat(session.errors("::unload xpv"))
                .isEqualTo("xmdb: failed to unload xpv: specified module is not loaded\n");
        assertThat(session.errors("::load /usr/lib/mdb/xpv.so")).isEmpty();
        assertThat(session.run("::dmods")).contains("xpv\n");
        assertThat(session.errors("::load xpv")).isEqualTo("xmdb: xpv module is already loaded\n");
        assertThat(session.errors("::load nosuch")).isEqualTo("xmdb: no module 'nosuch' could be found\n");
        assertThat(session.errors("::load -s nosuch")).isEmpty();
        assertThat(session.outcome().succeeded()).isFalse();
        assertThat(session.errors("::unload core"))
                .isEqualTo("xmdb: failed to unload core: cannot unload built-in module\n");
    }

    @Test
    void setRefusesWhatItDoesNotKnow() {
        assertThat(session.errors("::set -o foo")).isEqualTo("xmdb: invalid debugger option -- foo\n");
        assertThat(session.errors("::set -o pager=1")).isEqualTo("xmdb: option does not accept an argument -- pager\n");
        assertThat(session.errors("::set -o array_mem_limit"))
                .isEqualTo("xmdb: option requires an argument -- array_mem_limit\n");
        assertThat(session.errors("::set -o array_mem_limit=0"))
                .isEqualTo("xmdb: invalid argument for option array_mem_limit -- 0\n");
        assertThat(session.errors("::set -s zz")).isEqualTo("xmdb: invalid argument for option s -- zz\n");
        assertThat(session.errors("::set -q")).startsWith("xmdb: illegal option -- q\nUsage: ::set ");
        assertThat(session.errors("::set -o")).startsWith("xmdb: option requires an argument -- o\nUsage: ::set ");
        assertThat(session.errors("::set word")).startsWith("Usage: ::set ");
        assertThat(session.errors("::set -w"))
                .isEqualTo("xmdb: read-only target\nxmdb: failed to re-open target for writing\n");
    }

    @Test
    void quitEndsTheSession() {
        for (String command : new String[] {"::quit", "$q", "$Q", "$%"}) {
            var other = new Conversation();
            other.run(command + "; ::echo later");
            assertThat(other.outcome().quit()).as(command).isTrue();
            assertThat(other.emissions()).isEmpty();
        }
    }

    @Test
    void theVersionIsOneLine() {
        assertThat(session.run("::version")).matches("xmdb [0-9]+\\.[0-9]+.*\n");
    }

    @Test
    void thePromptIsAWordOrNothing() {
        session.run("$P 'dom0> '");
        assertThat(session.session().settings().prompt()).isEqualTo("dom0> ");
        session.run("$P");
        assertThat(session.session().settings().prompt()).isEmpty();
        assertThat(session.errors("$P a b")).startsWith("Usage: $P [prompt]\n");
    }
}
