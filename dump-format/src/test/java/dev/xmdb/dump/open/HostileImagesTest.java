package dev.xmdb.dump.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.elf.GoldenElf;
import dev.xmdb.dump.file.TestPages;
import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.dump.vcpu.VcpuContext;
import dev.xmdb.dump.xccore.XcCoreWriter;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged images: each either opens and answers everything, or is refused with a sentence. */
class HostileImagesTest {
    private static final int ROUNDS = 2000;
    private static final long[] NASTY = {
        0, 1, 2, -1, 4095, 4096, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40
    };

    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void damagedElfImagesAreAnsweredOrRefused() throws IOException {
        int opened = 0;
        Random random = new Random(20_261_121);
        for (int round = 0; round < ROUNDS; round++) {
            opened += survives(damage(GoldenElf.image(), random)) ? 1 : 0;
        }
        assertThat(opened).isBetween(ROUNDS / 10, ROUNDS);
    }

    @Test
    @Timeout(60)
    void damagedXcCoreImagesAreAnsweredOrRefused() throws IOException {
        Path path = folder.resolve("sound");
        XcCoreWriter.paravirtualised(8)
                .vcpu(new byte[5168])
                .write(path, new TestPages().page(0, 0x500, 'A').padding().page(2, 0x400, 'B'));
        byte[] sound = Files.readAllBytes(path);
        int opened = 0;
        Random random = new Random(20_061_126);
        for (int round = 0; round < ROUNDS; round++) {
            opened += survives(damage(sound.clone(), random)) ? 1 : 0;
        }
        assertThat(opened).isBetween(ROUNDS / 10, ROUNDS);
    }

    @Test
    void everyTruncationIsAnsweredOrRefused() throws IOException {
        byte[] sound = GoldenElf.image();
        for (int length = 0; length < sound.length; length += length < 0x800 || length > 0x6000 ? 7 : 509) {
            survives(Arrays.copyOf(sound, length));
        }
    }

    /** Mostly damages what describes the image: the pages are 12 of its 24 KiB and nobody interprets them. */
    private static byte[] damage(byte[] image, Random random) {
        var fields = GoldenElf.fields(image);
        int rounds = 1 + random.nextInt(4);
        for (int round = 0; round < rounds; round++) {
            int at = random.nextInt(4) == 0 ? random.nextInt(image.length - 8) : random.nextInt(0x800);
            switch (random.nextInt(4)) {
                case 0 -> image[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> fields.putInt(at & ~3, (int) NASTY[random.nextInt(NASTY.length)]);
                case 2 -> fields.putLong(at & ~7, NASTY[random.nextInt(NASTY.length)]);
                default -> fields.putShort(at & ~1, (short) random.nextInt());
            }
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(image, random.nextInt(image.length)) : image;
    }

    private boolean survives(byte[] bytes) throws IOException {
        Path path = Files.write(folder.resolve("damaged"), bytes);
        long start = System.nanoTime();
        try (DomainImage image = DomainImages.open(path, OpenProgress.NONE)) {
            askEverything(image);
            return true;
        } catch (IOException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
            return false;
        } finally {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    private static void askEverything(DomainImage image) {
        Frames frames = image.frames();
        frames.statistics();
        frames.forEachRun(run -> {
            long offset = frames.fileOffsetOfPfn(run.pfn());
            assertThat(offset).isBetween(0L, image.bytes().byteSize() - Frames.PAGE_SIZE);
            image.bytes().asSlice(offset, Frames.PAGE_SIZE).get(ValueLayout.JAVA_BYTE, Frames.PAGE_SIZE - 1);
        });
        for (long number : new long[] {0, 1, 2, 7, 8, 0xa0, 0x4fff, 0x5000, 1L << 39, 1L << 40, -1, Long.MIN_VALUE}) {
            frames.fileOffsetOfPfn(number);
            frames.fileOffsetOfMfn(number);
            frames.mfnOfPfn(number);
            frames.pfnOfMfn(number);
            assertThat(frames.absenceOfPfn(number)).isNotNull();
            assertThat(frames.absenceOfMfn(number)).isNotNull();
        }
        for (VcpuContext vcpu : image.vcpus()) {
            vcpu.registerNames().forEach(vcpu::register);
            vcpu.traps();
            vcpu.gdtFrames();
            vcpu.fpu();
            vcpu.kernelRootFrame();
            vcpu.userRootFrame();
        }
        image.sharedInfo().ifPresent(HostileImagesTest::askEverything);
        assertThat(image.degradations()).allMatch(line -> !line.isBlank());
        assertThat(image.notes()).isNotNull();
        assertThat(image.sections()).isNotNull();
        assertThat(image.xenVersion()).isNotNull();
    }

    private static void askEverything(SharedInfo info) {
        info.vcpu(31);
        info.pending(info.eventChannels() - 1);
        info.masked(info.eventChannels() - 1);
        info.wallClockSeconds();
        info.p2mGeneration();
    }
}
