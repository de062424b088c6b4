package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import org.junit.jupiter.api.Test;

class VariableDcmdsTest {
    private final Conversation session = new Conversation();

    @Test
    void variablesAreListedWithTheirValues() {
        session.run("1234>foo");
        assertThat(session.run("::vars")).contains("foo = 1234\n").contains("hits = 0\n");
        assertThat(session.run("::vars -n")).contains("foo = 1234\n").doesNotContain("hits");
        assertThat(session.run("$v")).isEqualTo(session.run("::vars -n"));
    }

    @Test
    void theListCanBeTypedAgain() {
        session.run("1234>foo; 9>bar");
        assertThat(session.run("::vars -p")).contains("0x1234>foo\n").contains("9>bar\n");
    }

    @Test
    void typesetCreatesAndTags() {
        assertThat(session.run("5::typeset one two; <one=D")).contains("5");
        session.run("::typeset fresh; ::typeset -t one fresh; ::typeset +t fresh");
        assertThat(session.run("::vars -t")).isEqualTo("one = 5\n");
        assertThat(session.run("::vars")).contains("fresh = 0\n").contains("two = 5\n");
    }

    @Test
    void typesetKeepsAValueUnlessAnAddressIsGiven() {
        session.run("7>kept; ::typeset kept");
        assertThat(session.run("::vars -n")).contains("kept = 7\n");
        session.run("8::typeset kept");
        assertThat(session.run("::vars -n")).contains("kept = 8\n");
    }

    @Test
    void typesetWithoutNamesListsAll() {
        assertThat(session.run("::typeset")).isEqualTo(session.run("::vars"));
        assertThat(session.errors("::typeset -q x")).startsWith("xmdb: illegal option -- q\nUsage: ");
    }

    @Test
    void unsetRemovesAndNamesWhatIsNotThere() {
        session.run("1>gone");
        assertThat(session.errors("::unset gone nosuch")).isEqualTo("xmdb: variable 'nosuch' not defined\n");
        assertThat(session.outcome().succeeded()).isFalse();
        assertThat(session.run("::vars")).doesNotContain("gone");
        assertThat(session.errors("::unset")).startsWith("Usage: ::unset variable ...\n");
    }

    @Test
    void aVariableThatCannotBeSetIsRefused() {
        assertThat(session.errors("::typeset 'a b'")).isEqualTo("xmdb: ' ' may not be used in a variable name\n");
    }
}
