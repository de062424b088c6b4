package dev.xmdb.target.guest.linux.grant;

import java.util.ArrayList;
import java.util.List;

/**
 * A reference of the grant table (Xen's public grant_table.h).
 *
 * @param reference its number
 * @param flags GTF_ bits; of a table of version 2 with the bits of its status word
 * @param domain who may use the page
 * @param frame the page: a machine frame of a PV guest, a guest frame otherwise; of a transitive grant the other domain's reference
 * @param offset first byte of the part of the page that may be used
 * @param length bytes of that part; 0 for the whole page
 */
public record GrantEntry(int reference, int flags, int domain, long frame, int offset, int length) {
    private static final int TYPE = 3;
    private static final int READ_ONLY = 1 << 2;
    private static final int READING = 1 << 3;
    private static final int WRITING = 1 << 4;
    private static final int SUB_PAGE = 1 << 8;
    private static final List<String> TYPES = List.of("free", "access", "transfer", "transitive");

    /** Whether it grants anything. */
    public boolean granted() {
        return (flags & TYPE) != 0;
    }

    /** Whether it grants what the other domain was granted. */
    public boolean transitive() {
        return (flags & TYPE) == TYPE;
    }

    /** Whether the other domain uses the page now. */
    public boolean inUse() {
        return (flags & (READING | WRITING)) != 0;
    }

    /** What it grants: {@code access}, {@code transfer} or {@code transitive}; {@code free} for nothing. */
    public String type() {
        return TYPES.get(flags & TYPE);
    }

    /** The other flags that are set. */
    public List<String> words() {
        var words = new ArrayList<String>();
        add(words, READ_ONLY, "readonly");
        add(words, READING, "reading");
        add(words, WRITING, "writing");
        add(words, SUB_PAGE, "subpage");
        return words;
    }

    private void add(List<String> words, int flag, String word) {
        if ((flags & flag) != 0) {
            words.add(word);
        }
    }
}
