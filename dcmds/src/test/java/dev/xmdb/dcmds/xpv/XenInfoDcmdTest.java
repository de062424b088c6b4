package dev.xmdb.dcmds.xpv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SampleDomains;
import dev.xmdb.target.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XenInfoDcmdTest {
    @TempDir
    private Path folder;

    @Test
    void hypervisorAndSharedInfoAreDescribed() {
        try (Target target = SampleDomains.pv64(folder)) {
            assertThat(new Conversation(target).run("::xeninfo")).isEqualTo("""
                    Xen version:        4.17.7
                    capabilities:       xen-3.0-x86_64 hvm-3.0-x86_64
                    changeset:          0123456789ab
                    compiler:           gcc 12.2.0
                    compiled by:        builder
                    compile domain:     example.org
                    compile date:       Wed Nov  4 16:52:28 UTC 2026
                    virtual start:      ffff800000000000
                    page size:          4096

                    shared_info:        64-bit, 4096 event channels
                    wall clock at boot: 2023-11-14T22:13:20.000000005Z
                    max pfn:            e
                    p2m list list mfn:  41230
                    nmi reason:         0
                    events pending:     3 70
                      of these masked:  70
                    SLOT PENDING MASKED         SELECTOR              CR2      SYSTEM-TIME              TSC
                       0 yes     no                    3           5e22c0      97457754929             1000
                       1 no      no                    0                0                0                0
                    """);
        }
    }

    @Test
    void whatIsNotInTheImageIsSaid() {
        try (Target target = SampleDomains.hvm(folder)) {
            assertThat(new Conversation(target).run("::xeninfo")).endsWith("shared_info not in image\n");
        }
    }

    @Test
    void aStringWithALineBreakStaysOnItsLine() {
        try (Target target = SampleDomains.hvm(folder)) {
            assertThat(new Conversation(target).run("::xeninfo"))
                    .contains("compiler:           gcc degraded: not at all\n");
        }
    }

    @Test
    void itTakesNoOperands() {
        try (Target target = SampleDomains.hvm(folder)) {
            assertThat(new Conversation(target).errors("1::xeninfo")).startsWith("Usage: ::xeninfo\n");
        }
    }
}
