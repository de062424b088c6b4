package dev.xmdb.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout of its own, on JDKs that are scripts which say how they were called. */
class LauncherTest {
    @TempDir
    Path folder;

    private Path launcher;
    private final Map<String, String> environment = new TreeMap<>();

    @BeforeEach
    void aCheckoutWithoutAnyJdkInTheUsualFolders() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("a checkout/debugger/bin"));
        launcher = bin.resolve("xmdb");
        String text = Files.readString(Path.of("..", "bin", "xmdb"));
        assertThat(text).contains("/usr/lib/jvm/*");
        Files.writeString(
                launcher,
                text.replaceAll(
                        "(/usr(/local)?/lib(64)?|/usr|/opt|/Library|/opt/homebrew)/(jvm|java|[*]jdk|Java|opt)",
                        folder + "/usual$1/$4"));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Path readlink = tools.resolve("readlink");
        Files.writeString(readlink, "#!/bin/sh\nPATH=/usr/bin:/bin exec readlink \"$@\"\n");
        assertThat(readlink.toFile().setExecutable(true)).isTrue();
        environment.put("PATH", tools.toString());
        environment.put("HOME", folder.resolve("home").toString());
    }

    @Test
    void aCheckoutThatWasNeverBuiltNamesTheCommand() throws Exception {
        Result result = start("-e", "1=X");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .startsWith("xmdb: not built yet: run 'mvn ")
                .contains(folder.toRealPath() + "/a checkout\n");
    }

    @Test
    void withoutAnyJdkOneLineSaysWhatToInstall() throws Exception {
        build();
        Result result = start();
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("xmdb: needs a JDK, version 25")
                .contains("install");
    }

    @Test
    void aJdkThatIsTooOldIsPassedOver() throws Exception {
        build();
        environment.put("XMDB_JAVA_HOME", jdk("seventeen", "17.0.13").toString());
        environment.put("JAVA_HOME", jdk("eight", "1.8.0_422").toString());
        environment.put(
                "PATH", environment.get("PATH") + ":" + jdk("twentyfour", "24").resolve("bin"));
        assertThat(start().status()).isEqualTo(2);
        jdk("usual/usr/lib/jvm/broken", "abc");
        jdk("usual/usr/lib/jvm/new", "25.0.3");
        assertThat(start().out()).startsWith("usual/usr/lib/jvm/new\n");
    }

    @Test
    void theOrderIsOwnVariableThenJavaHomeThenPathThenUsualFolders() throws Exception {
        build();
        jdk("usual/usr/lib/jvm/d", "26");
        assertThat(start().out()).startsWith("usual/usr/lib/jvm/d\n");
        environment.put("PATH", jdk("c", "25").resolve("bin") + ":" + environment.get("PATH"));
        assertThat(start().out()).startsWith("c\n");
        environment.put("JAVA_HOME", jdk("b", "25.0.1").toString());
        assertThat(start().out()).startsWith("b\n");
        environment.put("XMDB_JAVA_HOME", jdk("a", "30-ea").toString());
        assertThat(start().out()).startsWith("a\n");
        environment.put("XMDB_JAVA_HOME", folder.resolve("nowhere").toString());
        assertThat(start().out()).startsWith("b\n");
    }

    @Test
    void javaOnThePathIsFollowedToItsHome() throws Exception {
        build();
        Path home = jdk("real jdk", "25");
        Path alternatives = Files.createDirectories(folder.resolve("alternatives"));
        Files.createSymbolicLink(alternatives.resolve("java"), home.resolve("bin/java"));
        Path bin = Files.createDirectories(folder.resolve("somewhere/bin"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("../../alternatives/java"));
        environment.put("PATH", bin + ":" + environment.get("PATH"));
        assertThat(start().out()).startsWith("real jdk\n");
    }

    @Test
    void aJdkWithoutAReleaseFileIsAskedItself() throws Exception {
        build();
        environment.put("JAVA_HOME", jdk("asked", "25.0.3").toString());
        Files.delete(folder.resolve("asked/release"));
        assertThat(start().out()).startsWith("asked\n");
    }

    @Test
    void itWorksThroughLinksAndFromAnyFolder() throws Exception {
        build();
        environment.put("JAVA_HOME", jdk("jdk", "25").toString());
        Path links = Files.createDirectories(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("first"), Path.of("../a checkout/debugger/bin/xmdb"));
        Files.createSymbolicLink(links.resolve("second"), links.resolve("first"));
        String jar = folder.toRealPath() + "/a checkout/debugger/shell/target/xmdb-shell.jar";
        assertThat(run(links, "./second").out()).contains(jar);
        assertThat(run(launcher.getParent(), "sh", "xmdb").out()).contains(jar);
        assertThat(run(folder, launcher.toString()).out()).contains(jar);
    }

    @Test
    void argumentsArriveAsTheyWereTyped() throws Exception {
        build();
        environment.put("JAVA_HOME", jdk("jdk", "25").toString());
        environment.put("XMDB_JAVA_OPTS", "-Da=* -Xmx64m");
        Result result = start("-e", "::echo \"a  b\" *", "", "$c");
        List<String> words = result.out().lines().toList();
        assertThat(words).contains("[-Da=*]", "[-Xmx64m]", "[-Xlog:disable]", "[-XX:+UseSerialGC]");
        assertThat(words.subList(words.size() - 4, words.size()))
                .containsExactly("[-e]", "[::echo \"a  b\" *]", "[]", "[$c]");
    }

    @Test
    void theProgramsStatusIsTheLaunchersStatus() throws Exception {
        build();
        environment.put("JAVA_HOME", jdk("jdk", "25").toString());
        environment.put("STATUS", "7");
        assertThat(start().status()).isEqualTo(7);
    }

    private void build() throws IOException {
        Path target = Files.createDirectories(folder.resolve("a checkout/debugger/shell/target"));
        Files.createDirectories(target.resolve("lib"));
        Files.createFile(target.resolve("xmdb-shell.jar"));
    }

    /** A JDK whose java prints the JDK's name under the test's folder, then its arguments in brackets. */
    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2026' >&2; exit; fi
                echo '%s'
                for each; do echo "[$each]"; done
                exit ${STATUS:-0}
                """.formatted(version, name));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\nX=1\n");
        return home;
    }

    private Result start(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(Arrays.asList(arguments));
        return run(folder, command.toArray(String[]::new));
    }

    private Result run(Path where, String... command) throws Exception {
        var builder = new ProcessBuilder(command).directory(where.toFile());
        if (command[0].equals("sh")) {
            builder.command().set(0, "/bin/sh");
        }
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        int status = process.waitFor();
        return new Result(
                status, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private record Result(int status, String out, String err) {}
}
