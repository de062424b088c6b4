package dev.xmdb.target.guest.raw;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.symbols.Symbols;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The guest of last resort. Its banner is looked for in memory when it is first asked for. */
public final class RawGuest implements Guest {
    /** Its kind. */
    public static final String KIND = "raw";

    private static final BannerSearch.Finding NOTHING = new BannerSearch.Finding("", "");

    private final BannerSearch search;
    private final List<String> degradations;
    private BannerSearch.@Nullable Finding finding;

    /**
     * A raw guest.
     *
     * @param image the image
     * @param virtual the kernel's address space, which may read nothing
     * @param degradations why it is not a better guest, one sentence each
     */
    public RawGuest(DomainImage image, AddressSpace virtual, List<String> degradations) {
        this.search = new BannerSearch(image, virtual);
        this.degradations = List.copyOf(degradations);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String banner() {
        return finding().banner();
    }

    @Override
    public String sign() {
        return finding().sign();
    }

    private synchronized BannerSearch.Finding finding() {
        BannerSearch.Finding known = finding;
        if (known == null) {
            known = search.find().orElse(NOTHING);
            finding = known;
        }
        return known;
    }

    @Override
    public Symbols symbols() {
        return Symbols.NONE;
    }

    @Override
    public List<String> degradations() {
        return degradations;
    }
}
