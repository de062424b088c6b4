package dev.xmdb.samples;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images of fully virtualised domains that lie. Runs in the heap that tests are given. */
final class HostileHvmImageTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(HostileImages.Container.class)
    void damagedImagesEndInAnswersOrMessages(HostileImages.Container container) throws IOException {
        HostileImages.endInAnswersOrMessages(HostileImages.Domain.AUTO_TRANSLATED, container, folder);
    }
}
