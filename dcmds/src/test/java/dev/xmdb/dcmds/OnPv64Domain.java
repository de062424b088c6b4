package dev.xmdb.dcmds;

import dev.xmdb.target.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that talk to {@link SampleDomains#pv64}, a new session for each. */
public abstract class OnPv64Domain {
    /** For images of the test's own. */
    @TempDir
    protected Path folder;

    /** The domain. */
    protected Target target;

    /** A session on it. */
    protected Conversation session;

    @BeforeEach
    void open() {
        target = SampleDomains.pv64(folder);
        session = new Conversation(target);
    }

    @AfterEach
    void close() {
        target.close();
    }
}
