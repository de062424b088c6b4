package dev.xmdb.dump.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.FrameAbsence;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.ImageSection;
import dev.xmdb.dump.bytes.LittleEndian;
import dev.xmdb.dump.elf.ElfDumpCoreWriter;
import dev.xmdb.dump.file.PageSource;
import dev.xmdb.dump.vcpu.VcpuContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Images that Xen's own tools wrote, against what Xen's own tools said of the paused domain. */
@EnabledIfEnvironmentVariable(
        named = "XMDB_IMAGES",
        matches = ".+",
        disabledReason = "XMDB_IMAGES names no folder of images")
class RealImagesTest {
    private static final Pattern P2M_LINE =
            Pattern.compile("pfn=0x([0-9a-f]+) ==> mfn=0x([0-9a-f]+) \\(type 0x([0-9a-f]+)\\)");
    private static final Pattern REGISTER = Pattern.compile("\\b([a-z][a-z0-9]{1,4}): ([0-9a-f]{4,16})\\b");

    private static Path images() {
        return Path.of(System.getenv("XMDB_IMAGES"));
    }

    private static DomainImage open(String name) throws IOException {
        return DomainImages.open(images().resolve(name + ".core.xz"), OpenProgress.NONE);
    }

    @Test
    void everyEntryOfThePvFrameListIsWhatXenSays() throws IOException {
        try (DomainImage image = open("linux-pv64");
                BufferedReader truth = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(
                                Files.newInputStream(images().resolve("linux-pv64.truth/xen-mfndump-p2m.txt.gz"))),
                        StandardCharsets.UTF_8))) {
            assertThat(image.kind()).isEqualTo(DomainKind.PV);
            assertThat(image.frameNaming()).isEqualTo(FrameNaming.MFN);
            assertThat(image.degradations()).isEmpty();
            Frames frames = image.frames();
            int compared = 0;
            for (String line = truth.readLine(); line != null; line = truth.readLine()) {
                Matcher entry = P2M_LINE.matcher(line);
                if (entry.find()) {
                    long pfn = Long.parseLong(entry.group(1), 16);
                    long mfn = Long.parseLong(entry.group(2), 16);
                    assertThat(frames.mfnOfPfn(pfn)).as("pfn %x", pfn).isEqualTo(mfn);
                    assertThat(frames.pfnOfMfn(mfn)).as("mfn %x", mfn).isEqualTo(pfn);
                    assertThat(frames.fileOffsetOfPfn(pfn))
                            .isEqualTo(frames.fileOffsetOfMfn(mfn))
                            .isPositive();
                    compared++;
                }
            }
            assertThat(compared).isEqualTo(32_768);
            assertThat(frames.statistics().present()).isEqualTo(32_768);
            assertThat(frames.absenceOfPfn(32_768)).isEqualTo(FrameAbsence.NOT_IN_IMAGE);
        }
    }

    @Test
    void thePvRegistersAreThoseXenSaw() throws IOException {
        try (DomainImage image = open("linux-pv64")) {
            assertThat(image.vcpus()).hasSize(2);
            for (int vcpu = 0; vcpu < 2; vcpu++) {
                Map<String, Long> truth = registers("linux-pv64", vcpu);
                compare(image.vcpus().get(vcpu), truth);
                assertThat(image.vcpus().get(vcpu).kernelRootFrame()).isEqualTo(truth.get("cr3") >>> 12);
                assertThat(image.frames()
                                .fileOffsetOfMfn(image.vcpus().get(vcpu).kernelRootFrame()))
                        .isPositive();
            }
        }
    }

    @Test
    void thePvhRegistersAreThoseXenSaw() throws IOException {
        try (DomainImage image = open("linux-pvh")) {
            assertThat(image.kind()).isEqualTo(DomainKind.HVM);
            assertThat(image.frameNaming()).isEqualTo(FrameNaming.PFN);
            assertThat(image.degradations()).isEmpty();
            assertThat(image.vcpus()).hasSize(2);
            for (int vcpu = 0; vcpu < 2; vcpu++) {
                Map<String, Long> truth = registers("linux-pvh", vcpu);
                compare(image.vcpus().get(vcpu), truth);
                assertThat(image.vcpus().get(vcpu).kernelRootFrame()).isEqualTo(truth.get("cr3") >>> 12);
            }
        }
    }

    @Test
    void theXenVersionIsTheOneThatMadeTheImage() throws IOException {
        try (DomainImage image = open("linux-pvh")) {
            var version = image.xenVersion().orElseThrow();
            assertThat(version.major()).isEqualTo(4);
            assertThat(version.minor()).isEqualTo(17);
            assertThat(version.capabilities()).contains("x86_64");
        }
    }

    @Test
    void theWriterMakesTheBytesThatXenMade(@TempDir Path folder) throws IOException {
        Path written = folder.resolve("written.core");
        try (DomainImage image = open("linux-pv64-small")) {
            ImageSection shared = section(image, ".xen_shared_info");
            ImageSection contexts = section(image, ".xen_prstatus");
            ImageSection pages = section(image, ".xen_pages");
            ImageSection list = section(image, ".xen_p2m");
            ElfDumpCoreWriter writer = ElfDumpCoreWriter.paravirtualised(8)
                    .sharedInfo(bytes(image, shared.fileOffset(), shared.size()))
                    .xenVersion(image.xenVersion().orElseThrow());
            for (long offset = 0; offset < contexts.size(); offset += contexts.entrySize()) {
                writer.vcpu(bytes(image, contexts.fileOffset() + offset, contexts.entrySize()));
            }
            writer.write(written, new PageSource() {
                @Override
                public long slots() {
                    return pages.size() / 4096;
                }

                @Override
                public long pfn(long slot) {
                    return LittleEndian.u64(image.bytes(), list.fileOffset() + slot * 16);
                }

                @Override
                public long mfn(long slot) {
                    return LittleEndian.u64(image.bytes(), list.fileOffset() + slot * 16 + 8);
                }

                @Override
                public boolean read(long slot, ByteBuffer page) {
                    page.put(bytes(image, pages.fileOffset() + slot * 4096, 4096));
                    return true;
                }
            });
            try (DomainImage again = DomainImages.open(written, OpenProgress.NONE)) {
                assertThat(image.bytes().mismatch(again.bytes())).isEqualTo(-1);
                assertThat(again.frames().statistics()).isEqualTo(image.frames().statistics());
                assertThat(again.notes()).isEqualTo(image.notes());
            }
        }
    }

    private static ImageSection section(DomainImage image, String name) {
        return image.sections().stream()
                .filter(section -> section.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] bytes(DomainImage image, long offset, long size) {
        return image.bytes().asSlice(offset, size).toArray(ValueLayout.JAVA_BYTE);
    }

    private static void compare(VcpuContext context, Map<String, Long> truth) {
        assertThat(truth.keySet())
                .contains("rip", "rsp", "rax", "r15", "cs", "ss", "cr0", "cr3", "cr4", "flags", "dr7");
        truth.forEach((name, value) -> {
            long actual = switch (name) {
                case "flags" -> context.processorFlags();
                case "cr0", "cr2", "cr3", "cr4" -> context.controlRegister(name.charAt(2) - '0');
                case "dr0", "dr1", "dr2", "dr3", "dr6", "dr7" -> context.debugRegister(name.charAt(2) - '0');
                case "fs_base" -> context.fsBase();
                case "gs_user" -> context.gsBaseUser();
                case "gs_kernel" -> context.gsBaseKernel();
                default -> context.register(name).orElseThrow();
            };
            assertThat(actual).as(name).isEqualTo(value);
        });
    }

    /** The registers of a vCPU as xenctx printed them, up to its hex dump of the code. */
    private static Map<String, Long> registers(String image, int vcpu) throws IOException {
        String text = Files.readString(images().resolve(image + ".truth/xenctx-a.vcpu" + vcpu + ".txt"));
        Map<String, Long> registers = new HashMap<>();
        Matcher matcher = REGISTER.matcher(text.substring(0, text.indexOf("Code (")));
        while (matcher.find()) {
            registers.put(matcher.group(1), Long.parseUnsignedLong(matcher.group(2), 16));
        }
        Matcher fs = Pattern.compile("fs: [0-9a-f]{4} @ ([0-9a-f]{16})").matcher(text);
        if (fs.find()) {
            registers.put("fs_base", Long.parseUnsignedLong(fs.group(1), 16));
        }
        Matcher gs = Pattern.compile("gs: [0-9a-f]{4} @ ([0-9a-f]{16})/([0-9a-f]{16})")
                .matcher(text);
        if (gs.find()) {
            registers.put("gs_kernel", Long.parseUnsignedLong(gs.group(1), 16));
            registers.put("gs_user", Long.parseUnsignedLong(gs.group(2), 16));
        }
        return registers;
    }
}
