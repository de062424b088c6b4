package dev.xmdb.dcmds.unix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SampleDomains;
import dev.xmdb.target.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameNumberDcmdsTest {
    @TempDir
    private Path folder;

    @Test
    void framesAreConvertedBothWays() {
        try (Target target = SampleDomains.pv64(folder)) {
            var session = new Conversation(target);
            assertThat(session.run("c::pfntomfn")).isEqualTo("3000c\n");
            assertThat(session.run("3000c::mfntopfn")).isEqualTo("c\n");
            assertThat(session.run("::walk pfn | ::pfntomfn | ::mfntopfn | ::pfntomfn | ::head -1"))
                    .isEqualTo("41230\n");
        }
    }

    @Test
    void theResultIsInTheDefaultRadix() {
        try (Target target = SampleDomains.pv64(folder)) {
            var session = new Conversation(target);
            session.run("0t10$d");
            assertThat(session.run("12::pfntomfn")).isEqualTo("196620\n");
        }
    }

    @Test
    void aFrameThatIsNotThereIsInvalid() {
        try (Target target = SampleDomains.pv64(folder)) {
            var session = new Conversation(target);
            assertThat(session.errors("a::pfntomfn")).isEqualTo("xmdb: Invalid pfn a\n");
            assertThat(session.errors("77777::mfntopfn")).isEqualTo("xmdb: Invalid mfn 77777\n");
            assertThat(session.errors("-1::mfntopfn")).isEqualTo("xmdb: Invalid mfn ffffffffffffffff\n");
            assertThat(session.outcome().succeeded()).isFalse();
        }
    }

    @Test
    void theOperandMustBeGiven() {
        try (Target target = SampleDomains.pv64(folder)) {
            var session = new Conversation(target);
            assertThat(session.errors("::pfntomfn")).startsWith("xmdb: PFN missing\nUsage: ");
            assertThat(session.errors("::mfntopfn")).startsWith("xmdb: MFN missing\nUsage: ");
        }
    }

    @Test
    void bothAreTheSameNumberInAnAutoTranslatedDomain() {
        try (Target target = SampleDomains.hvm(folder)) {
            var session = new Conversation(target);
            assertThat(session.run("5::pfntomfn")).isEqualTo("5\n");
            assertThat(session.run("5::mfntopfn")).isEqualTo("5\n");
            assertThat(session.errors("77::mfntopfn")).isEqualTo("xmdb: Invalid mfn 77\n");
        }
    }
}
