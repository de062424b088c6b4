package dev.xmdb.dump.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DumpFormatException;
import dev.xmdb.dump.ImageFormat;
import dev.xmdb.dump.elf.GoldenElf;
import dev.xmdb.dump.file.TestPages;
import dev.xmdb.dump.xccore.XcCoreWriter;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class DomainImagesTest {
    @TempDir
    Path folder;

    enum Compressor {
        XZ {
            @Override
            OutputStream over(OutputStream out) throws IOException {
                return new XZOutputStream(out, new LZMA2Options(1));
            }
        },
        GZIP {
            @Override
            OutputStream over(OutputStream out) throws IOException {
                return new GZIPOutputStream(out);
            }
        },
        ZSTD {
            @Override
            OutputStream over(OutputStream out) throws IOException {
                return new ZstdOutputStream(out);
            }
        };

        abstract OutputStream over(OutputStream out) throws IOException;

        /** Pages of noise of which two thirds come out again: the zstd decoder holds back as much as its window. */
        int pagesWorthCutting() {
            return this == ZSTD ? 4096 : 256;
        }

        byte[] compress(byte[] bytes) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (OutputStream compressed = over(out)) {
                compressed.write(bytes);
            }
            return out.toByteArray();
        }
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file"), bytes);
    }

    private void assertRefused(Path path, String reason) {
        assertThatThrownBy(() -> DomainImages.open(path, OpenProgress.NONE))
                .isInstanceOf(DumpFormatException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
    }

    private static List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(path -> path.getFileName().toString().matches("xmdb-.*\\.image"))
                    .toList();
        }
    }

    /** An image that does not compress to nothing: its pages are noise. */
    private static byte[] noisyImage() {
        byte[] image = GoldenElf.image();
        byte[] noise = new byte[2 * 4096];
        new Random(7).nextBytes(noise);
        System.arraycopy(noise, 0, image, GoldenElf.PAGES, noise.length);
        return image;
    }

    @Test
    void bothContainersOpen() throws IOException {
        try (DomainImage image = DomainImages.open(file(GoldenElf.image()), OpenProgress.NONE)) {
            assertThat(image.format()).isEqualTo(ImageFormat.ELF_DUMP_CORE);
        }
        Path old = folder.resolve("old");
        XcCoreWriter.paravirtualised(8).vcpu(new byte[5168]).write(old, new TestPages().page(0, 1, 'x'));
        try (DomainImage image = DomainImages.open(old, OpenProgress.NONE)) {
            assertThat(image.format()).isEqualTo(ImageFormat.XC_CORE);
        }
    }

    @ParameterizedTest
    @EnumSource(Compressor.class)
    void aCompressedImageIsTheSameImage(Compressor compressor) throws IOException {
        byte[] plain = noisyImage();
        Path path = file(compressor.compress(plain));
        List<Long> progress = new ArrayList<>();
        List<Path> before = leftovers();
        try (DomainImage image = DomainImages.open(path, (done, total) -> progress.add(total - done))) {
            assertThat(image.path()).isEqualTo(path);
            assertThat(image.bytes().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(plain);
            assertThat(image.degradations()).isEmpty();
        }
        assertThat(progress).isNotEmpty().allMatch(left -> left >= 0);
        assertThat(leftovers()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Compressor.class)
    void aCompressedImageThatEndsEarlyOpensWithWhatItHas(Compressor compressor) throws IOException {
        // Noise in front of the list, so that what is cut off is the list.
        byte[] compressed = compressor.compress(large(compressor.pagesWorthCutting()));
        Path path = file(Arrays.copyOf(compressed, compressed.length * 2 / 3));
        try (DomainImage image = DomainImages.open(path, OpenProgress.NONE)) {
            assertThat(image.degradations())
                    .anyMatch(line -> line.contains("compressed file is damaged or incomplete"))
                    .anyMatch(line -> line.contains(".xen_p2m is lost"))
                    .noneMatch(line -> line.contains("may be wrong"));
            assertThat(image.frames().fileOffsetOfPfn(0)).isPositive();
        }
    }

    @Test
    void aChecksumThatDoesNotFitCastsDoubtOnTheWholeImage() throws IOException {
        byte[] compressed = Compressor.GZIP.compress(noisyImage());
        compressed[compressed.length - 8] ^= 1;
        try (DomainImage image = DomainImages.open(file(compressed), OpenProgress.NONE)) {
            assertThat(image.frames().fileOffsetOfPfn(7)).isPositive();
            assertThat(image.degradations()).singleElement().asString().contains("what comes before may be wrong");
        }
    }

    /** The small image with its pages section stretched over many pages of noise, and its list and names behind it. */
    private static byte[] large(int pages) {
        byte[] small = GoldenElf.image();
        byte[] image = Arrays.copyOf(small, GoldenElf.PAGES + pages * 4096 + (GoldenElf.SIZE - GoldenElf.P2M));
        byte[] noise = new byte[pages * 4096];
        new Random(8).nextBytes(noise);
        System.arraycopy(noise, 0, image, GoldenElf.PAGES, noise.length);
        int list = GoldenElf.PAGES + noise.length;
        System.arraycopy(small, GoldenElf.P2M, image, list, GoldenElf.SIZE - GoldenElf.P2M);
        GoldenElf.fields(image)
                .putLong(GoldenElf.header(1) + 24, list + 48)
                .putLong(GoldenElf.header(5) + 32, noise.length)
                .putLong(GoldenElf.header(6) + 24, list);
        return image;
    }

    @ParameterizedTest
    @EnumSource(Compressor.class)
    void aCompressedFileThatIsNoImageIsNamed(Compressor compressor) throws IOException {
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        assertRefused(file(compressor.compress(tar)), "inside this is a tar archive");
        assertRefused(file(compressor.compress(new byte[0])), "nothing in it");
        assertRefused(file(compressor.compress(compressor.compress(new byte[10]))), "-compressed file; inside this is");
    }

    @Test
    void aDamagedCompressedFileThatHoldsNoImageSaysBoth() throws IOException {
        byte[] whole = Compressor.GZIP.compress(Arrays.copyOf(GoldenElf.image(), 100));
        Path path = file(Arrays.copyOf(whole, whole.length - 4));

        assertRefused(path, "section headers lie outside the file");
        assertRefused(path, "the compressed file is damaged or incomplete");
    }

    @ParameterizedTest
    @EnumSource(Compressor.class)
    void aCompressedFileThatIsCutAtItsStartIsRefused(Compressor compressor) throws IOException {
        assertRefused(file(Arrays.copyOf(compressor.compress(large(256)), 12)), "cannot be decompressed");
    }

    @ParameterizedTest
    @EnumSource(Compressor.class)
    void damagedStreamsNeverThrowAnythingElse(Compressor compressor) throws IOException {
        byte[] sound = compressor.compress(noisyImage());
        Random random = new Random(9);
        for (int round = 0; round < 60; round++) {
            byte[] damaged = sound.clone();
            for (int flip = 0; flip < 3; flip++) {
                damaged[6 + random.nextInt(damaged.length - 6)] ^= (byte) (1 << random.nextInt(8));
            }
            try (DomainImage image = DomainImages.open(file(damaged), OpenProgress.NONE)) {
                image.frames().statistics();
            } catch (IOException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void anInterruptedThreadStopsDecompressing() throws IOException {
        Path path = file(Compressor.GZIP.compress(large(256)));
        List<Path> before = leftovers();
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> DomainImages.open(path, OpenProgress.NONE)).isInstanceOf(IOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(leftovers()).isEqualTo(before);
    }

    @Test
    void framesToBeSkippedInAZstdFileAreSkipped() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex("502a4d1804000000" + "01020304"));
        out.writeBytes(Compressor.ZSTD.compress(GoldenElf.image()));
        try (DomainImage image = DomainImages.open(file(out.toByteArray()), OpenProgress.NONE)) {
            assertThat(image.degradations()).isEmpty();
        }
    }

    @Test
    void aZstdFileWithAHugeWindowSaysHowToOpenIt() throws IOException {
        // A frame header with a window descriptor of 2^(10+31) bytes.
        assertRefused(file(HexFormat.of().parseHex("28b52ffd" + "00" + "f8" + "0100000000")), "zstd -d --long=31");
    }

    @Test
    void aSparseImageStaysSparseWhenItIsDecompressed() throws IOException {
        // Many megabytes of zeroes after the image: cheap to decompress, and nothing to store.
        byte[] zeroes = new byte[1 << 20];
        Path path = folder.resolve("sparse.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path), 1 << 16)) {
            out.write(GoldenElf.image());
            for (int megabyte = 0; megabyte < 160; megabyte++) {
                out.write(zeroes);
            }
        }
        long before = Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir")))
                .getUsableSpace();
        try (DomainImage image = DomainImages.open(path, OpenProgress.NONE)) {
            long used = before
                    - Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir")))
                            .getUsableSpace();
            assertThat(image.bytes().byteSize()).isEqualTo(GoldenElf.SIZE + (160L << 20));
            assertThat(used).isLessThan(80L << 20);
            assertThat(image.degradations()).isEmpty();
        }
    }

    @Test
    void filesThatAreNoFilesAreNamed() throws IOException {
        assertRefused(folder, "a directory");
        assertRefused(Path.of(""), "no such file");
        assertRefused(folder.resolve("missing"), "no such file");
        assertRefused(file(new byte[0]), "empty");
        assertRefused(file(new byte[] {1}), "no domain image");
        assertRefused(file("hello, this is text\n".getBytes(StandardCharsets.US_ASCII)), "no domain image");
        byte[] noise = new byte[100_000];
        new Random(10).nextBytes(noise);
        assertRefused(file(noise), "no domain image");
        assertRefused(file(Arrays.copyOf(GoldenElf.image(), 10)), "ends within its ELF header");
        assertRefused(file(Arrays.copyOf(GoldenElf.image(), 60)), "ends within its ELF header");
        assertRefused(file(Arrays.copyOf(GoldenElf.image(), 64)), "section headers lie outside the file");
    }

    @ParameterizedTest
    @CsvSource({
        "4c696e757847756573745265636f726400000123, xm save",
        "58656e20736176656420646f6d61696e2c20786c20666f726d61740a2000200d04030201, xl save",
        "6c6962766972742d786d6c0a2000200d0200000000040000, libvirt",
        "4c6962786c466d740000000200000000, libxl",
        "ffffffffffffffff58454e460000000300000000, libxc",
        "0006000000000000ffffffffffffffff40140000, legacy",
        "00060000ffffffff000b000076637075, legacy",
        "4b44554d50202020060000000000, kdump",
        "4449534b44554d50060000000000, kdump",
        "454d694c010000000010000000000000, LiME",
        "425a683931415926, bzip2",
        "504b030414000000, zip",
    })
    void otherFormatsAreNamed(String head, String name) throws IOException {
        assertRefused(file(Arrays.copyOf(HexFormat.of().parseHex(head), 4096)), name);
    }
}
