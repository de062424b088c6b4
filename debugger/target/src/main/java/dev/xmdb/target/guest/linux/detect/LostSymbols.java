package dev.xmdb.target.guest.linux.detect;

import dev.xmdb.target.guest.linux.VmCoreInfo;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.KernelSymbol;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.Translation;
import dev.xmdb.target.types.StructView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What is left of a kernel's symbols when its own table is lost: those that it wrote down for readers of its dump, those that it exports
 * to modules, and those of places that tell themselves by what they hold.
 */
final class LostSymbols {
    private static final String BANNER = "Linux version ";
    /** What a banner has before its date; the forms and halves of one that a build leaves behind lack it. */
    private static final Pattern COUNTED = Pattern.compile(" #[0-9]");

    private static final byte[] TYPES = {(byte) 0x9f, (byte) 0xeb, 1, 0, 24, 0, 0, 0};
    private static final int HEADER = 24;
    private static final int SMALLEST_TYPES = 1 << 20;
    private static final int LARGEST_TYPES = 1 << 26;
    private static final int LONGEST_BANNER = 1024;
    private static final int PAGE = 4096;

    private final PagedMemory memory;
    private final Optional<VmCoreInfo> info;
    private final OptionalLong moved;
    private final MappedBytes image;
    private final List<KernelSymbol> found = new ArrayList<>();
    private Optional<String> banner = Optional.empty();

    /**
     * Of a kernel.
     *
     * @param memory its address space
     * @param info what it wrote down
     * @param moved how far it was moved from its link address, as far as the user knows that
     */
    LostSymbols(PagedMemory memory, Optional<VmCoreInfo> info, OptionalLong moved) {
        this.memory = memory;
        this.info = info;
        this.moved = moved;
        this.image = new MappedBytes(memory, KernelImage.mapped(memory));
    }

    /** The kernel's banner, by the release if it wrote that down; look at {@link #all} for the symbols then. */
    Optional<String> banner() {
        String sought = BANNER
                + info.flatMap(VmCoreInfo::release)
                        .map(release -> release + " (")
                        .orElse("");
        for (long at : image.all(sought.getBytes(StandardCharsets.ISO_8859_1))) {
            try {
                String text = StructView.text(memory, at, LONGEST_BANNER).strip();
                if (banner.isEmpty() && COUNTED.matcher(text).find()) {
                    banner = Optional.of(text);
                    add("linux_banner", 'R', at);
                }
            } catch (MemoryFaultException cutOff) {
                // A text that goes on where nothing is mapped is no banner.
            }
        }
        return banner;
    }

    /** Every symbol that is left. */
    List<KernelSymbol> all() {
        info.ifPresent(written -> written.values().keySet().stream()
                .filter(key -> key.startsWith("SYMBOL(") && key.endsWith(")"))
                .map(key -> key.substring("SYMBOL(".length(), key.length() - 1))
                .forEach(name -> written.symbol(name).ifPresent(value -> add(name, 'D', value))));
        if (moved.isPresent()) {
            add("_text", 'T', KernelImage.LINKED + moved.getAsLong());
        }
        info.map(written -> written.symbol("_stext"))
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .or(() -> moved.stream().mapToObj(by -> KernelImage.LINKED + by).findFirst())
                .ifPresent(this::endOfCode);
        types();
        found.addAll(Exports.of(memory, image));
        return List.copyOf(found);
    }

    private void add(String name, char letter, long value) {
        found.add(new KernelSymbol(name, letter, value));
    }

    /** Code goes on until pages begin that must not be executed. */
    private void endOfCode(long start) {
        for (long at = start; KernelImage.mayHold(at); at = (at | (PAGE - 1)) + 1) {
            List<Translation.Step> steps = memory.translate(at).steps();
            if (memory.fileOffset(at) < 0 || steps.isEmpty() || steps.getLast().entry() < 0) {
                add("_etext", 'T', at);
                return;
            }
        }
    }

    /** The kernel's types are the one large block of their kind; those of modules are small. */
    private void types() {
        for (long at : image.all(TYPES)) {
            try {
                int types = memory.readInt(at + 12);
                int texts = memory.readInt(at + 20);
                if (memory.readInt(at + 8) == 0
                        && memory.readInt(at + 16) == types
                        && types > SMALLEST_TYPES
                        && types < LARGEST_TYPES
                        && texts > 0
                        && texts < LARGEST_TYPES) {
                    add("__start_BTF", 'R', at);
                    add("__stop_BTF", 'R', at + HEADER + types + texts);
                    return;
                }
            } catch (MemoryFaultException cutOff) {
                // Then it is not that one.
            }
        }
    }
}
