package dev.xmdb.shell.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFilesTest {
    @TempDir
    Path folder;

    @Test
    void theRcFileIsUnderTheConfigurationHome() throws IOException {
        Path rc = rcUnder(folder.resolve("config"));
        assertThat(files("XDG_CONFIG_HOME", folder.resolve("config").toString()).rc())
                .contains(rc);
    }

    @Test
    void withoutAConfigurationHomeItIsUnderDotConfig() throws IOException {
        Path rc = rcUnder(folder.resolve(".config"));
        assertThat(files("HOME", folder.toString()).rc()).contains(rc);
        assertThat(new UserFiles(Map.of("HOME", folder.toString(), "XDG_CONFIG_HOME", "")).rc())
                .contains(rc);
    }

    @Test
    void aRelativeBaseIsIgnored() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        rcUnder(folder);
        assertThat(files("XDG_CONFIG_HOME", here.relativize(folder).toString()).rc())
                .isEmpty();
        assertThat(files("HOME", ".").rc()).isEmpty();
        assertThat(files("HOME", "a\0b").rc()).isEmpty();
        assertThat(new UserFiles(Map.of()).rc()).isEmpty();
    }

    @Test
    void aFolderIsNoRcFile() throws IOException {
        Files.createDirectories(folder.resolve("xmdb/rc"));
        assertThat(files("XDG_CONFIG_HOME", folder.toString()).rc()).isEmpty();
    }

    @Test
    void historyIsUnderTheStateHome() {
        assertThat(files("XDG_STATE_HOME", "/s").history()).contains(Path.of("/s/xmdb/history"));
        assertThat(files("HOME", "/h").history()).contains(Path.of("/h/.local/state/xmdb/history"));
    }

    private static UserFiles files(String variable, String value) {
        return new UserFiles(Map.of(variable, value));
    }

    private static Path rcUnder(Path base) throws IOException {
        Path rc = base.resolve("xmdb/rc");
        Files.createDirectories(base.resolve("xmdb"));
        return Files.createFile(rc);
    }
}
