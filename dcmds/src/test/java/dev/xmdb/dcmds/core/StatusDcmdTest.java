package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SampleDomains;
import dev.xmdb.target.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusDcmdTest {
    @TempDir
    private Path folder;

    @Test
    void itNamesFileDomainFormatHypervisorAndMemory() {
        try (Target target = SampleDomains.pv64(folder)) {
            assertThat(new Conversation(target).run("::status")).isEqualTo("""
                            debugging domain crash dump %s (64-bit)
                            operating system: not recognised
                            domain: PV, 2 vCPUs, 64-bit 4-level paging
                            image: Xen ELF dump-core, frames by .xen_p2m
                            hypervisor: Xen 4.17.7
                            memory: 13 pages present (52 KiB), 1 absent below pfn e
                            shared_info: present
                            """.formatted(folder.resolve("pv64.core")));
        }
    }

    @Test
    void anAutoTranslatedDomainIsCalledSo() {
        try (Target target = SampleDomains.hvm(folder)) {
            assertThat(new Conversation(target).run("::status"))
                    .contains("domain: HVM or PVH (auto-translated), 1 vCPU, 64-bit 4-level paging\n")
                    .contains("frames by .xen_pfn\n")
                    .contains("shared_info: not in image\n");
        }
    }

    @Test
    void aThirtyTwoBitDomainIsCalledSo() {
        try (Target target = SampleDomains.pv32(folder)) {
            assertThat(new Conversation(target).run("::status"))
                    .contains("pv32.core (32-bit)\n")
                    .contains("domain: PV, 1 vCPU, 32-bit PAE paging\n");
        }
    }

    @Test
    void theOlderContainerAndItsRuleAreNamed() {
        try (Target target = SampleDomains.xcCore(folder)) {
            assertThat(new Conversation(target).run("::status"))
                    .contains("image: xc_core, frames by ")
                    .contains("hypervisor: version not recorded\n")
                    .contains("memory: 2 pages present (8 KiB)")
                    .contains("shared_info: not in image\n");
        }
    }

    @Test
    void whatIsLostIsSaidLineByLine() {
        try (Target target = SampleDomains.truncated(folder)) {
            assertThat(target.degradations()).isNotEmpty();
            assertThat(new Conversation(target).run("::status").lines())
                    .filteredOn(line -> line.startsWith("degraded: "))
                    .hasSameSizeAs(target.degradations());
        }
    }

    @Test
    void itTakesNeitherAddressNorArguments() {
        try (Target target = SampleDomains.pv64(folder)) {
            assertThat(new Conversation(target).errors("1::status")).startsWith("Usage: ::status [-v]\n");
            assertThat(new Conversation(target).errors("::status more")).startsWith("Usage: ::status [-v]\n");
        }
    }
}
