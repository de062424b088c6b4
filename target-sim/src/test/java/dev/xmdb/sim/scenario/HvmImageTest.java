package dev.xmdb.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.machine.Virtualisation;
import dev.xmdb.sim.solaris.FrozenDomain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the image of a domain that knows nothing of a hypervisor under its memory. */
final class HvmImageTest {
    private static final int PAGES = 8192;
    private static final long FRAME = 0x000ffffffffff000L;
    private static final long GLOBAL = 0x100;
    private static final long USER = 4;

    @TempDir
    Path folder;

    private Path image;
    private FrozenDomain domain;
    private ImageMemory memory;
    private ImageKernel kernel;

    @BeforeEach
    void dump() throws IOException, DataFormatException {
        image = folder.resolve("core");
        domain = Scenario.find("sxc16").orElseThrow().freeze(new Scenario.Options(1, PAGES, Virtualisation.HVM));
        domain.writeElf(image);
        memory = new ImageMemory(image);
        kernel = new ImageKernel(memory);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void theContainerSaysSoByItsMagicAndItsListOfFrames() throws IOException {
        String head;
        String tail;
        try (FileChannel channel = FileChannel.open(image)) {
            ByteBuffer notes = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(notes, 512);
            // The second note is the header; its descriptor begins with the magic number.
            head = Long.toHexString(notes.getLong(32));
            ByteBuffer names = ByteBuffer.allocate(128);
            channel.read(names, channel.size() - 128);
            tail = new String(names.array(), StandardCharsets.ISO_8859_1);
        }
        assertThat(head).isEqualTo("f00febee");
        assertThat(tail).contains("\0.xen_pfn\0").doesNotContain(".xen_p2m");
    }

    @Test
    void pageTablesHoldTheGuestsOwnFrames() {
        for (String symbol : List.of("p0", "kas", "mmu", "utsname")) {
            long va = kernel.address(symbol);
            long entry = memory.entry(va);
            long pfn = domain.kernel().space().tables().pfn(va);
            assertThat((entry & FRAME) >>> Frames.PAGE_SHIFT).isEqualTo(pfn).isLessThan(PAGES);
            assertThat(entry & GLOBAL).isEqualTo(GLOBAL);
            assertThat(entry & USER).isZero();
        }
    }

    @Test
    void itHasNoTableOfMachineFrames() {
        assertThat(memory.u64(kernel.address("mfn_list"))).isZero();
        assertThat(memory.u64(kernel.address("mfn_count"))).isZero();
        assertThat(memory.text(kernel.address("platform"))).isEqualTo("i86pc");
    }

    @Test
    void videoMemoryAndTheSharedPageAreNotInTheImage() {
        for (long pfn = 0xa0; pfn < 0xc0; pfn++) {
            assertThat(memory.image().frames().fileOffsetOfPfn(pfn)).isEqualTo(Frames.ABSENT);
        }
        long shared = memory.entry(memory.u64(kernel.address("HYPERVISOR_shared_info"))) & FRAME;
        assertThat(memory.image().frames().fileOffsetOfPfn(shared >>> Frames.PAGE_SHIFT))
                .isEqualTo(Frames.ABSENT);
    }

    @Test
    void theContextHasNothingThatOnlyAParavirtualisedGuestTells() {
        var context = memory.image().vcpus().getFirst();
        assertThat(context.register("cs")).hasValue(0x28);
        assertThat(context.controlRegister(3) >>> Frames.PAGE_SHIFT)
                .isEqualTo(domain.kernel().space().tables().rootPfn());
        assertThat(context.controlRegister(1)).isZero();
    }
}
