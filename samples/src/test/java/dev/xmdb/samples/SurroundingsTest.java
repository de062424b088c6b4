package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The program in surroundings that are not as they should be. */
final class SurroundingsTest {

    @Test
    void closedStandardInputIsEmpty() {
        var result = Xmdb.process(List.of("sh", "-c", "debugger/bin/xmdb -S <&-"), Xmdb.TOP, Map.of(), "");
        assertThat(result).isEqualTo(new Xmdb.Result(0, "", ""));
    }

    @Test
    void closedOutputsDoNoHarm() {
        var result = Xmdb.process(
                List.of("sh", "-c", "debugger/bin/xmdb -S -e 10=X >&- 2>&-; echo $?"), Xmdb.TOP, Map.of(), "");
        assertThat(result).isEqualTo(new Xmdb.Result(0, "0\n", ""));
    }

    @Test
    void optionsForOtherJavaProgramsAreNotTaken() {
        var result = Xmdb.process(
                List.of("sh", "-c", "debugger/bin/xmdb -S -e 10=X"),
                Xmdb.TOP,
                Map.of("JAVA_TOOL_OPTIONS", "-Dx=1", "JDK_JAVA_OPTIONS", "-Dy=1"),
                "");
        assertThat(result.status()).isZero();
        assertThat(result.out().strip()).isEqualTo("10");
        assertThat(result.err()).isEmpty();
    }

    /** The JVM would verify all of such a jar in every process. */
    @Test
    void noJarOfTheProgramIsSigned() throws IOException {
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(Xmdb.TOP.resolve("debugger/shell/target/lib"), "*.jar")) {
            for (Path jar : jars) {
                try (JarFile opened = new JarFile(jar.toFile())) {
                    assertThat(opened.stream().map(JarEntry::getName))
                            .as("%s", jar)
                            .isNotEmpty()
                            .noneMatch(name -> name.matches("META-INF/[^/]*[.](SF|RSA|DSA|EC)"));
                }
            }
        }
    }
}
