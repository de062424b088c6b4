package dev.xmdb.grammar;

import static dev.xmdb.grammar.Trees.assertSame;
import static dev.xmdb.grammar.Trees.command;
import static dev.xmdb.grammar.Trees.dcmd;
import static dev.xmdb.grammar.Trees.expression;
import static dev.xmdb.grammar.Trees.format;
import static dev.xmdb.grammar.Trees.letter;
import static dev.xmdb.grammar.Trees.number;
import static dev.xmdb.grammar.Trees.run;
import static dev.xmdb.grammar.Trees.statement;
import static dev.xmdb.grammar.Trees.statements;
import static dev.xmdb.grammar.Trees.symbol;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementsTest {

    @Test
    void anAddressACountAndACommand() {
        var run = run("addr,10/nap");
        assertSame("address", run.address(), symbol("addr"));
        assertSame("count", run.count(), number("10"));
        assertSame("command", command("addr,10/nap"), format(Verb.VIRTUAL, letter('n'), letter('a'), letter('p')));
    }

    @Test
    void aCountAlone() {
        assertThat(run(",5/X").address()).isNull();
        assertSame("count", run(",5/X").count(), number("5"));
    }

    @Test
    void aCommandAlone() {
        assertThat(run("::status").address()).isNull();
        assertThat(run("::status").count()).isNull();
    }

    @Test
    void aNakedExpressionAddressAndCount() {
        assertSame("a", statement("1+1"), new Statement.Naked(expression("1+1"), null, null, Trees.AT));
        assertSame("b", statement("1,2"), new Statement.Naked(number("1"), number("2"), null, Trees.AT));
        assertSame("c", statement(",2"), new Statement.Naked(null, number("2"), null, Trees.AT));
        assertSame("d", statement(",2 ! wc"), new Statement.Naked(null, number("2"), "wc", Trees.AT));
    }

    @Test
    void aNakedAddressTakesNoShell() {
        assertThat(Trees.error("1 ! wc").token()).isEqualTo("!");
    }

    @Test
    void verbsWithoutFormats() {
        for (Verb verb : Verb.values()) {
            assertSame("bare", command("addr" + verb.symbol()), format(verb));
            assertSame("formats", command("addr" + verb.symbol() + "X"), format(verb, letter('X')));
        }
    }

    @Test
    void theOperandsThatAreOperatorsElsewhere() {
        assertThat(run("+/X").address()).isInstanceOf(Expression.Next.class);
        assertThat(run("^/X").address()).isInstanceOf(Expression.Previous.class);
        assertThat(run("&=K").address()).isInstanceOf(Expression.LastAddress.class);
        assertThat(run(".=K").address()).isInstanceOf(Expression.Dot.class);
    }

    @Test
    void emptyStatements() {
        assertThat(statements("")).isEmpty();
        assertThat(statements("  ")).isEmpty();
        assertThat(statements("\n;\n// x"))
                .hasSize(4)
                .allSatisfy(s -> assertThat(s).isInstanceOf(Statement.Empty.class));
        assertThat(statements("1=X;")).hasSize(1);
        assertThat(statements("1=X;\n")).hasSize(2);
    }

    @Test
    void everyKindOfStageFitsInAPipeline() {
        assertThat(run("::walk proc | ::print -a x | /K | =J | >v | $<m | /L 1 | $")
                        .pipeline()
                        .commands())
                .hasSize(8);
    }

    @Test
    void positionsCountLinesFromOneAndColumnsFromZero() {
        var second = (Statement.Run)
                statements("1=X\n  10,2::print -a $[1+2] |/X\"a\"").get(1);
        assertThat(second.position()).isEqualTo(new Position(2, 2));
        assertThat(second.count()).extracting(Expression::position).isEqualTo(new Position(2, 5));
        var print = (Command.Dcmd) second.pipeline().commands().getFirst();
        assertThat(print.position()).isEqualTo(new Position(2, 6));
        assertThat(print.arguments())
                .extracting(Argument::position)
                .containsExactly(new Position(2, 14), new Position(2, 17));
        var format = (Command.Format) second.pipeline().commands().get(1);
        assertThat(format.position()).isEqualTo(new Position(2, 25));
        assertThat(format.formats())
                .extracting(FormatItem::position)
                .containsExactly(new Position(2, 26), new Position(2, 27));
    }

    @Test
    void columnsAreUtf16Units() {
        assertThat(Trees.error("::echo \ud83d\ude00 $x").position()).isEqualTo(new Position(1, 10));
    }

    @Test
    void sessionsFromTheManual() {
        assertSame(
                "53",
                run("::walk cpu | ::print -a cpu_t cpu_thread | /K")
                        .pipeline()
                        .commands()
                        .get(1),
                dcmd("print", "-a", "cpu_t", "cpu_thread"));
        assertSame(
                "49",
                run("::walk proc p | ::walk thread t | ::eval \"<p=K\"")
                        .pipeline()
                        .commands()
                        .get(2),
                dcmd("eval", "<p=K"));
        assertSame(
                "51",
                run("::walk thread | ::grep \"*/c/(.+10)==4\"")
                        .pipeline()
                        .commands()
                        .get(1),
                dcmd("grep", "*/c/(.+10)==4"));
        assertSame(
                "56",
                command("addr::print kthread_t t_procp->p_user.u_comm"),
                dcmd("print", "kthread_t", "t_procp->p_user.u_comm"));
        assertSame(
                "63", run("::threadlist -v 3 ! head").pipeline().commands().getFirst(), dcmd("threadlist", "-v", "3"));
        assertSame("65", command("::eval '::walk cpu | ::cpuinfo'"), dcmd("eval", "::walk cpu | ::cpuinfo"));
        assertSame("69", command("10$d"), dcmd("$d"));
        assertSame("74", command("::nm -x -f name,val ! grep evtchn"), dcmd("nm", "-x", "-f", "name,val"));
        assertSame(
                "utsname+0t257/s",
                run("utsname+0t257/s").address(),
                Trees.binary(symbol("utsname"), Expression.BinaryOperator.ADD, number("257", 10)));
        assertSame(
                "*cpu_list::print",
                run("*cpu_list::print cpu_t cpu_id").address(),
                new Expression.Dereference(Verb.VIRTUAL, null, symbol("cpu_list"), Trees.AT));
        assertThat(statements("a;b")).hasSize(2);
        assertThat(statements("::walk thread|/K;.=K")).hasSize(2);
        assertThat(statements("1234>/c/x;<x=X")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10=D",
                "0t10=X",
                "0i1011=X",
                "0o17=X",
                "1_0000=D",
                "'a'=X",
                "''=X",
                "7%2=D",
                "7%%2=D",
                "11#8=X",
                "#0=D",
                "#5=D",
                "~0=J",
                "-1=E",
                "2+3*4=D",
                "(2+3)*4=D",
                "1<<4+1=D",
                "6&3==3=D",
                "1|2^3&1=D",
                "f=X",
                "0f=X",
                "dead=X",
                "cpu_list/K",
                "*cpu_list=K",
                "*/i/(lbolt)=D",
                "unix`panicstr/K",
                "genunix`nosuch=X",
                ".=K",
                "fffffffffbc4b7f0",
                ",5/X",
                "addr/2X\"==\"2x",
                "addr/s",
                "addr/i",
                "addr,5/ai",
                "addr/",
                "=",
                "<bar=X",
                "<0=X",
                "<rip=p",
                "::walk thread",
                "::walk thread | ::grep \".>0\"",
                "::walk cpu | ::map \"*.\"",
                "ffff::whatis",
                "addr::print -d kthread_t t_pri",
                "addr::print struct cpu cpu_m[0]",
                "::sizeof struct cpu",
                "::offsetof kthread_t t_procp",
                "addr::list kthread_t t_next",
                "addr::list $[0x10]",
                "addr::array cpu_t 4",
                "!date",
                "::echo \"a  b\" $[2+2]",
                "// comment ignored",
                "0ta$d",
                "$d",
                "addr,0::dcmd",
                "addr,3::dcmd",
                "addr,40::dump",
                "addr/L 1234 ffff",
                "addr/W 1",
                "$<msgbuf",
                "ffff$<proc",
                "::ps|::pgrep",
                ":z",
                ":c",
                "$?",
                "$",
                "::stack 0",
                "addr$c",
                "$C"
            })
    void theManualsExamplesAreOneStatementEach(String text) {
        assertSame(text, statement(text + "\n"), statement(text));
    }
}
