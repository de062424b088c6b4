package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import org.junit.jupiter.api.Test;

class HelpDcmdsTest {
    private final Conversation session = new Conversation();

    @Test
    void helpWithoutANameExplainsTheLanguage() {
        assertThat(session.run("::help")).contains("::help name", "::dcmds", "::walkers", "::dmods -l", "::formats");
        assertThat(session.run("::help").lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void helpOfACommandIsItsPage() {
        assertThat(session.run("::help pte")).isEqualTo("""

                NAME
                  pte - print a page-table entry's frame and flags

                SYNOPSIS
                  addr ::pte [-l level]

                DESCRIPTION
                  Decodes a value as a page-table entry in the words that Solaris has for the
                  bits: noexec noconsist nosync global largepage mod ref user write, then the
                  way of caching unless it is write-back, then !VALID if the entry is not
                  present. noconsist and nosync together mark a foreign page. mod and ref are
                  printed above level 0 only. 0 prints nothing.

                  The operand is an entry, as ::vatopfn -v shows them, not a frame number.

                  Of a Linux guest the bits have the words of ::vatopfn -v, and Linux' own for
                  those that the processor leaves to it: special uffd-wp soft-dirty devmap
                  saved-dirty. An entry that is not present tells the frame of a page that may
                  not be accessed for now (protnone), or a place in swap. Where the operand is
                  an address of the kernel's, the entry at that address is meant.

                OPTIONS
                  -l level     level of the table that holds it: 0, the last, to 3; 0 when not
                               given

                EXAMPLES
                  8000000041232163::pte
                      frame 0x41232, not executable, global, writable
                  41234067::pte -l 2
                      an entry that points to a table

                ATTRIBUTES

                  Target: Xen domain image
                  Module: unix
                  Interface Stability: Unstable

                """);
    }

    @Test
    void aNameMayBeTypedWithItsColons() {
        assertThat(session.run("::help ::pte")).isEqualTo(session.run("::help pte"));
        assertThat(session.run("::help '$r'")).contains("NAME\n  $r - ", "ALSO\n  ::regs, $?\n");
    }

    @Test
    void anUnknownCommandIsNamed() {
        assertThat(session.errors("::help foo")).isEqualTo("xmdb: unknown command: foo\n");
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void whichTellsEveryKindOfThingThatANameMeans() {
        assertThat(SolarisDomain.sxc16().conversation().run("::which thread")).isEqualTo("""
                thread is a dcmd from module genunix
                thread is a walker from module genunix
                """);
    }

    @Test
    void whichTellsWhereANameComesFrom() {
        assertThat(session.run("::which dump")).isEqualTo("dump is a built-in dcmd\n");
        assertThat(session.run("::whence pte pfn"))
                .isEqualTo("pte is a dcmd from module unix\npfn is a walker from module xpv\n");
        assertThat(session.run("::which -v pte"))
                .isEqualTo("pte is a dcmd from module unix\n   >  definition list:\n  [1] unix`pte\n");
        assertThat(session.run("::which 'unix`pte'")).isEqualTo("unix`pte is a dcmd from module unix\n");
        assertThat(session.run("::which pfn")).isEqualTo("pfn is a walker from module xpv\n");
        assertThat(session.run("::which bt")).isEqualTo("bt is a command of crash: see '::help bt'\n");
        assertThat(session.run("::help bt")).contains("bt [-a] [pid | task]", "'bt --mdb'");
        assertThat(session.errors("::set +o aliases\n::help bt")).startsWith("xmdb: unknown command: bt\n");
        assertThat(session.errors("::set -o aliases\n::which foo")).isEqualTo("xmdb: foo not found\n");
        assertThat(session.errors("::which")).startsWith("Usage: ::which [-v] name ...\n");
    }
}
