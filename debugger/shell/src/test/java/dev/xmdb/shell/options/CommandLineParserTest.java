package dev.xmdb.shell.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.shell.options.CommandLineRequest.Print;
import dev.xmdb.shell.options.CommandLineRequest.Refuse;
import dev.xmdb.shell.options.CommandLineRequest.Run;
import dev.xmdb.shell.options.Options.ColorPolicy;
import dev.xmdb.shell.options.Options.Form;
import dev.xmdb.shell.options.Options.Script;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineParserTest {

    @Test
    void nothingMeansACalculatorOnStandardInput() {
        Options options = run();
        assertThat(options.image()).isEmpty();
        assertThat(options.scripts()).isEmpty();
        assertThat(options.form()).isEqualTo(Form.TEXT);
        assertThat(options.color()).isEqualTo(ColorPolicy.AUTO);
        assertThat(options.allowShell()).isFalse();
        assertThat(options.skipRc()).isFalse();
        assertThat(options.cr3()).isEmpty();
        assertThat(options.kaslr()).isEmpty();
        assertThat(options.guest()).isEmpty();
        assertThat(options.vmlinux()).isEmpty();
        assertThat(options.ctf()).isEmpty();
    }

    @Test
    void commandsAndFilesKeepTheirOrder() {
        Options options = run("-e", "1=X", "-f", "a.cmd", "image", "-e", "2=X", "-f", "b.cmd");
        assertThat(options.scripts())
                .containsExactly(
                        new Script.Text("1=X"),
                        new Script.File(Path.of("a.cmd")),
                        new Script.Text("2=X"),
                        new Script.File(Path.of("b.cmd")));
        assertThat(options.image()).contains("image");
    }

    @Test
    void aCommandMayLookLikeAnOption() {
        assertThat(run("-e", "-1=E", "-e", "-S", "-e", "@x").scripts())
                .containsExactly(new Script.Text("-1=E"), new Script.Text("-S"), new Script.Text("@x"));
    }

    @Test
    void anImageMayLookLikeAnArgumentFileOrFollowTwoDashes() {
        assertThat(run("@image").image()).contains("@image");
        assertThat(run("--", "-image").image()).contains("-image");
    }

    @Test
    void everyValueArrives() {
        Options options = run(
                "-o",
                "jsonl",
                "--vmlinux",
                "v",
                "--ctf",
                "c",
                "--cr3",
                "0x1aB000",
                "--kaslr",
                "ffffffff80000000",
                "--guest",
                "linux",
                "--allow-shell",
                "--color",
                "never",
                "-S",
                "x");
        assertThat(options.form()).isEqualTo(Form.JSONL);
        assertThat(options.vmlinux()).contains(Path.of("v"));
        assertThat(options.ctf()).contains(Path.of("c"));
        assertThat(options.cr3()).hasValue(0x1ab000);
        assertThat(options.kaslr()).hasValue(0xffffffff80000000L);
        assertThat(options.guest()).contains("linux");
        assertThat(options.allowShell()).isTrue();
        assertThat(options.color()).isEqualTo(ColorPolicy.NEVER);
        assertThat(options.skipRc()).isTrue();
        assertThat(run("--color=always").color()).isEqualTo(ColorPolicy.ALWAYS);
    }

    @Test
    void helpNamesEveryOption() {
        String help = ((Print) parse("-h")).text();
        assertThat(help)
                .contains("Usage: xmdb [OPTION]... [IMAGE]")
                .contains("-e", "-f", "-o", "--vmlinux", "--ctf", "--cr3", "--kaslr", "--guest", "--allow-shell")
                .contains("--color", "-S", "-V", "-h", "IMAGE");
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(((Print) parse("-V")).text()).matches("xmdb [0-9]+\\.[0-9]+\\.[0-9]+(-[A-Z]+)?\n");
    }

    @Test
    void wrongCommandLinesSayWhatIsWrong() {
        assertThat(refusal("--nosuch")).contains("unknown option --nosuch").contains("xmdb -h");
        assertThat(refusal("--allow-shel")).startsWith("unknown option --allow-shel, did you mean '--allow-shell'?");
        assertThat(refusal("-f", "")).startsWith("failed to open \"\": the name is empty");
        assertThat(refusal("--vmlinux", "a\0b")).startsWith("failed to open a").contains("not a file name");
        assertThat(refusal("-e")).contains("option -e needs CMD");
        assertThat(refusal("-f")).contains("option -f needs FILE");
        assertThat(refusal("-o")).contains("option -o needs text|jsonl");
        assertThat(refusal("-o", "html")).contains("-o takes text or jsonl, not html");
        assertThat(refusal("--guest", "plan9")).contains("solaris, linux or raw, not plan9");
        assertThat(refusal("--color", "red")).contains("--color takes");
        assertThat(refusal("--cr3", "xyz")).contains("--cr3 takes a hexadecimal number");
        assertThat(refusal("--cr3", "11112222333344445")).contains("--cr3 takes");
        assertThat(refusal("--cr3", "-1")).contains("--cr3 takes");
        assertThat(refusal("--cr3", "")).contains("--cr3 takes");
        assertThat(refusal("a", "b")).contains("only one IMAGE").contains("b");
        assertThat(refusal("-o", "text", "-o", "text")).contains("-o is given twice");
        assertThat(refusal("-f", "a\0b")).contains("not a file name");
    }

    private static CommandLineRequest parse(String... arguments) {
        return CommandLineParser.parse(List.of(arguments));
    }

    private static Options run(String... arguments) {
        return ((Run) parse(arguments)).options();
    }

    private static String refusal(String... arguments) {
        return ((Refuse) parse(arguments)).reason();
    }
}
