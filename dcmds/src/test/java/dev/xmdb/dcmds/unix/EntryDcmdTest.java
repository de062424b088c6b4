package dev.xmdb.dcmds.unix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SampleDomains;
import dev.xmdb.target.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts follow the conventions of the Solaris command of this name. */
class EntryDcmdTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "8000000041232163::pte,pte=0x8000000041232163: mfn=0x41232 noexec global write ",
                "41232::pte,pte=0x41232: mfn=0x41 nosync write uncached !VALID ",
                "41234067::pte -l 2,pte=0x41234067: mfn=0x41234 mod ref user write ",
                "412340e7::pte -l 1,pte=0x412340e7: mfn=0x41234 largepage mod ref user write ",
                "412010e7::pte -l 1,pte=0x412010e7: mfn=0x41200 largepage mod ref user write wrback",
                "41234601::pte,pte=0x41234601: mfn=0x41234 noconsist nosync ",
                "41234009::pte,pte=0x41234009: mfn=0x41234 wrthru",
                "41234011::pte,pte=0x41234011: mfn=0x41234 uncached",
                "41234091::pte,pte=0x41234091: mfn=0x41234 wrcombine",
                "7ffffffffffff001::pte,pte=0x7ffffffffffff001: mfn=0xffffffffff "
            })
    void anEntryIsDecodedInWords(String command, String text) {
        try (Target target = SampleDomains.pv64(folder)) {
            assertThat(new Conversation(target).run(command)).isEqualTo(text + "\n");
        }
    }

    @Test
    void zeroPrintsNothing() {
        try (Target target = SampleDomains.pv64(folder)) {
            var session = new Conversation(target);
            assertThat(session.run("0::pte")).isEmpty();
            assertThat(session.outcome().succeeded()).isTrue();
        }
    }

    @Test
    void theFrameOfAnAutoTranslatedDomainIsAGuestFrame() {
        try (Target target = SampleDomains.hvm(folder)) {
            assertThat(new Conversation(target).run("5067::pte")).isEqualTo("pte=0x5067: pfn=0x5 user write \n");
        }
    }

    @Test
    void thereAreFourLevels() {
        try (Target target = SampleDomains.pv64(folder)) {
            assertThat(new Conversation(target).errors("1::pte -l 4")).isEqualTo("xmdb: invalid level 4\n");
            assertThat(new Conversation(target).errors("::pte")).startsWith("Usage: address::pte [-l level]\n");
        }
    }
}
