package dev.xmdb.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.paging.PagingMode;
import dev.xmdb.target.paging.Translation;
import dev.xmdb.target.paging.Translation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two real Linux domains against what Xen, the guest itself and a second reading of the file say. */
@EnabledIfEnvironmentVariable(named = RealImages.VARIABLE, matches = ".+")
class RealImagesTest {
    private static final String PV = "linux-pv64b";
    private static final String PVH = "linux-pvh";
    private static final long DIRECT_MAP = 0xffff888000000000L;
    private static final Pattern XENCTX_WORD = Pattern.compile("\\b(\\w+): ([0-9a-f]+)");
    private static final Pattern LAB_PAGE = Pattern.compile(
            "LAB-TRUTH page pid=\\d+ what=(\\S+) va=0x(\\w+) .*present=1 pfn=0x(\\w+) bytes=([0-9a-f]+)");

    private static Target target(String name) {
        return Targets.open(RealImages.open(name), TargetOptions.NONE);
    }

    private static GuestVirtual kernel(Target target) {
        return (GuestVirtual) target.virtual();
    }

    @ParameterizedTest
    @ValueSource(strings = {PV, PVH})
    void nothingIsWrongWithASoundImage(String name) {
        Target target = target(name);
        assertThat(target.degradations()).isEmpty();
        assertThat(target.wordSize()).isEqualTo(8);
        assertThat(target.vcpus())
                .hasSize(2)
                .allSatisfy(vcpu -> assertThat(vcpu.mode()).isEqualTo(PagingMode.LONG_4_LEVEL));
    }

    @ParameterizedTest
    @ValueSource(strings = {PV, PVH})
    void registersAreThoseThatXenShowed(String name) throws IOException {
        Target target = target(name);
        for (Vcpu vcpu : target.vcpus()) {
            String shown = Files.readString(RealImages.truth(name, "xenctx-a.vcpu" + vcpu.index() + ".txt"));
            Matcher words = XENCTX_WORD.matcher(shown.substring(0, shown.indexOf("Code (")));
            int compared = 0;
            while (words.find()) {
                String register = words.group(1).equals("flags") ? "rflags" : words.group(1);
                long value = HexFormat.fromHexDigitsToLong(words.group(2));
                assertThat(vcpu.registers().value(register)).as(register).hasValue(value);
                compared++;
            }
            assertThat(compared).isGreaterThan(28);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PV, PVH})
    void aVcpuInUserModeIsNotInTheKernel(String name) {
        // lab-spin-user had vCPU 0 and lab-spin-kern, in a read system call, vCPU 1.
        List<Vcpu> vcpus = target(name).vcpus();
        assertThat(vcpus.get(0).kernelMode()).isFalse();
        assertThat(vcpus.get(1).kernelMode()).isTrue();
        assertThat(vcpus.get(0).user().isPresent()).isEqualTo(name.equals(PV));
    }

    @ParameterizedTest
    @ValueSource(strings = {PV, PVH})
    void everyKernelMappingAgreesWithASecondReading(String name) {
        Target target = target(name);
        DomainImage image = target.image();
        var plain = new PlainCore(image.bytes());
        var compared = new Object() {
            int mapped;
            int absent;
            int wrong;
        };
        for (Vcpu vcpu : target.vcpus()) {
            GuestVirtual kernel = vcpu.kernel().orElseThrow();
            assertThat(kernel.root()).isEqualTo(plain.cr3(vcpu.index()));
            plain.visit(plain.cr3(vcpu.index()) >> 12, name.equals(PV) ? 272 : 256, (va, frame, size) -> {
                for (int i = 0; i < size; i += 7) {
                    Long page = plain.pages().get(frame + i);
                    long expected = page == null ? -1 : page;
                    long found = kernel.fileOffset(va + i * 4096L);
                    compared.mapped += expected >= 0 ? 1 : 0;
                    compared.absent += expected < 0 ? 1 : 0;
                    compared.wrong += found == expected ? 0 : 1;
                }
            });
        }
        assertThat(compared.wrong).isZero();
        assertThat(compared.mapped).isGreaterThan(20_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {PV, PVH})
    void randomAddressesAgreeWithASecondReading(String name) {
        Target target = target(name);
        var plain = new PlainCore(target.image().bytes());
        GuestVirtual kernel = kernel(target);
        long root = plain.cr3(0) >> 12;
        var random = new Random(1);
        long[] bases = {
            DIRECT_MAP, 0xffffffff80000000L, 0xffffc90000000000L, 0xffffea0000000000L, 0xffffffffc0000000L, 0x400000L
        };
        int mapped = 0;
        for (int i = 0; i < 60_000; i++) {
            long va = bases[i % bases.length] + (random.nextLong() & 0xfffffff);
            long expected = plain.fileOffset(root, va);
            mapped += expected >= 0 ? 1 : 0;
            assertThat(kernel.fileOffset(va)).as("%x", va).isEqualTo(expected);
            if (i % 50 == 0) {
                Translation walk = kernel.translate(va);
                assertThat(walk.readable()).isEqualTo(expected >= 0);
                if (walk.outcome() instanceof Outcome.Mapped end) {
                    assertThat(end.fileOffset()).isEqualTo(expected);
                }
            }
        }
        assertThat(mapped).isGreaterThan(5_000);
    }

    @Test
    void theDirectMapOfAPvGuestLeadsToEveryFrameOfItsOwn() {
        Target target = target(PV);
        var plain = new PlainCore(target.image().bytes());
        int right = 0;
        for (Map.Entry<Long, Long> entry : plain.numbers().entrySet()) {
            Translation walk = kernel(target).translate(DIRECT_MAP + (entry.getKey() << 12));
            if (walk.outcome() instanceof Outcome.Mapped mapped) {
                assertThat(mapped.frame()).isEqualTo(entry.getValue());
                right++;
            }
        }
        assertThat(right).isGreaterThan(plain.numbers().size() * 99 / 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {PV, PVH})
    void pagesOfAProcessAreWhereTheProcessSaidTheyWere(String name) throws IOException {
        Target target = target(name);
        List<LabPage> pages = labPages(name);
        assertThat(pages).hasSizeGreaterThan(15);
        long root = rootThatMaps(target, pages);
        GuestVirtual process = target.virtual(root << 12, PagingMode.LONG_4_LEVEL);
        for (LabPage page : pages) {
            assertThat(process.translate(page.va()).outcome())
                    .as(page.what())
                    .isInstanceOfSatisfying(Outcome.Mapped.class, mapped -> {
                        long pfn = target.image().frameNaming() == FrameNaming.MFN
                                ? target.image().frames().pfnOfMfn(mapped.frame())
                                : mapped.frame();
                        assertThat(pfn).as(page.what()).isEqualTo(page.pfn());
                    });
            var bytes = new byte[page.hex().length() / 2];
            process.read(page.va(), bytes, 0, bytes.length);
            assertThat(HexFormat.of().formatHex(bytes)).as(page.what()).isEqualTo(page.hex());
            target.physical().read((page.pfn() << 12) + (page.va() & 0xfff), bytes, 0, bytes.length);
            assertThat(HexFormat.of().formatHex(bytes)).as(page.what()).isEqualTo(page.hex());
        }
    }

    @Test
    void theUserRootOfAPvVcpuReadsTheUsersCode() throws IOException {
        // Xen printed the bytes around rip through the running vCPU's own tables; <xx> is the byte at rip.
        Vcpu vcpu = target(PV).vcpus().getFirst();
        String shown = Files.readString(RealImages.truth(PV, "xenctx-a.vcpu0.txt"));
        Matcher code = Pattern.compile("Code \\(instr addr (\\w+)\\)\\s+([^<\\n]*)<(\\w\\w)>([^\\n]*)")
                .matcher(shown);
        assertThat(code.find()).isTrue();
        byte[] before = HexFormat.of().parseHex(code.group(2).replace(" ", ""));
        byte[] from = HexFormat.of().parseHex(code.group(3) + code.group(4).replace(" ", ""));
        long rip = vcpu.context().instructionPointer();
        var found = new byte[before.length + from.length];
        vcpu.user().orElseThrow().read(rip - before.length, found, 0, found.length);
        assertThat(HexFormat.of().formatHex(found))
                .isEqualTo(HexFormat.of().formatHex(before) + HexFormat.of().formatHex(from));
    }

    @ParameterizedTest
    @ValueSource(strings = {PV, PVH})
    void theKernelsBannerIsFound(String name) throws IOException {
        String version =
                Files.readString(RealImages.truth(name, "guest-version.txt")).strip();
        Guest guest = target(name).guest();
        // /proc/version and linux_banner are one string.
        assertThat(version).contains("Linux version 6.1.0");
        assertThat(guest.banner()).isEqualTo(version.substring(version.indexOf("Linux version")));
        assertThat(guest.sign()).matches("its \\d+ symbols at virtual 0x[0-9a-f]+");
    }

    private record LabPage(String what, long va, long pfn, String hex) {}

    private static List<LabPage> labPages(String name) throws IOException {
        try (Stream<String> lines = Files.lines(RealImages.truth(name, "guest-lab-truth.txt"))) {
            return lines.map(LAB_PAGE::matcher)
                    .filter(Matcher::find)
                    .map(line -> new LabPage(
                            line.group(1),
                            HexFormat.fromHexDigitsToLong(line.group(2)),
                            HexFormat.fromHexDigitsToLong(line.group(3)),
                            line.group(4)))
                    .toList();
        }
    }

    /** The process's root is the frame that, read as one, leads the process's addresses to its pages; found by trying them all. */
    private static long rootThatMaps(Target target, List<LabPage> pages) {
        var plain = new PlainCore(target.image().bytes());
        for (long frame : plain.pages().keySet()) {
            boolean all = true;
            for (LabPage page : pages) {
                long expected = plain.pages().get(plain.numbers().get(page.pfn())) + (page.va() & 0xfff);
                all = all && plain.fileOffset(frame, page.va()) == expected;
            }
            if (all) {
                return frame;
            }
        }
        throw new AssertionError("no frame of the image is the process's root");
    }
}
