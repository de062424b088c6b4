package dev.xmdb.target.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.DomainKind;
import dev.xmdb.target.ImageOf;
import org.junit.jupiter.api.Test;

class PageTableEntryTest {
    private static PageTableEntry pv64(long raw, int level) {
        return new PageTableEntry(raw, level, PagingMode.LONG_4_LEVEL, DomainKind.PV);
    }

    @Test
    void aKernelPageOfAPvGuestIsNotTheUsersWhateverTheStoredBitSays() {
        PageTableEntry entry = pv64(0x8010000004fff067L, 1);
        assertThat(entry.frame()).isEqualTo(0x4fff);
        assertThat(entry.flags())
                .containsExactly("present", "writable", "user", "accessed", "dirty", "guest-kernel", "nx");
        assertThat(entry.guestFlags()).containsExactly("present", "writable", "accessed", "dirty", "nx");
        assertThat(entry.user()).isTrue();
        assertThat(entry.guestUser()).isFalse();
    }

    @Test
    void theGlobalBitOfAUserPageOfAPvGuestIsXens() {
        PageTableEntry entry = pv64(0x0000000004ffe167L, 1);
        assertThat(entry.frame()).isEqualTo(0x4ffe);
        assertThat(entry.flags()).containsExactly("present", "writable", "user", "accessed", "dirty", "global");
        assertThat(entry.guestFlags()).containsExactly("present", "writable", "user", "accessed", "dirty");
        assertThat(entry.guestUser()).isTrue();
    }

    @Test
    void bit52MeansNothingElsewhere() {
        assertThat(pv64(0x0010000004fff067L, 2).guestUser()).isTrue();
        assertThat(pv64(0x0010000004fff067L, 2).flags()).contains("avl52");
        var hvm = new PageTableEntry(0x0010000004fff067L, 1, PagingMode.LONG_4_LEVEL, DomainKind.HVM);
        assertThat(hvm.guestUser()).isTrue();
        assertThat(hvm.guestFlags()).isEqualTo(hvm.flags()).contains("avl52");
    }

    @Test
    void bit7IsPatInTheLastLevelAndPageSizeAbove() {
        assertThat(pv64(0x1081, 1).flags()).containsExactly("present", "pat");
        assertThat(pv64(0x1081, 1).frame()).isEqualTo(1);
        assertThat(pv64(0x402011e7L, 2).flags())
                .containsExactly("present", "writable", "user", "accessed", "dirty", "ps", "global", "pat");
        assertThat(pv64(0x402011e7L, 2).frame()).isEqualTo(0x40200);
        assertThat(pv64(0x402001e7L, 2).pat()).isFalse();
        assertThat(pv64(0x1081, 4).mapsPage()).isFalse();
    }

    @Test
    void everyBitHasItsWord() {
        var entry = new PageTableEntry(-1, 1, PagingMode.LONG_4_LEVEL, DomainKind.HVM);
        assertThat(entry.flags())
                .containsExactly(
                        "present",
                        "writable",
                        "user",
                        "pwt",
                        "pcd",
                        "accessed",
                        "dirty",
                        "pat",
                        "global",
                        "avl0",
                        "avl1",
                        "avl2",
                        "avl52",
                        "avl53",
                        "avl54",
                        "avl55",
                        "avl56",
                        "avl57",
                        "avl58",
                        "pkey=15",
                        "nx");
        assertThat(entry.frame()).isEqualTo(0xff_ffff_ffffL);
    }

    @Test
    void aFourByteEntryHasNoHighFlags() {
        var entry = new PageTableEntry(0xffffffffL, 2, PagingMode.LEGACY_32, DomainKind.HVM);
        assertThat(entry.noExecute()).isFalse();
        assertThat(entry.frame()).isEqualTo(0xffffc00L);
        assertThat(entry.flags()).endsWith("avl2", "pat");
    }

    @Test
    void rightsOfAWalkAreThoseThatEveryLevelGrants() {
        ImageOf image = ImageOf.hvm(8)
                .entry(1, 0, 0x2007)
                .entry(2, 0, 0x3005)
                .entry(3, 0, 0x8000_0000_0000_4007L)
                .entry(4, 0, 0x5007)
                .page(5);
        var root = PageTableRoot.of(0x1000, PagingMode.LONG_4_LEVEL, DomainKind.HVM);
        Translation walk = new PageTables(image, root, true).translate(0);
        assertThat(AccessRights.of(walk, DomainKind.HVM)).isEqualTo(new AccessRights(false, true, true, false));
    }

    @Test
    void theRootEntriesOfPaeCarryNoRights() {
        ImageOf image = ImageOf.hvm(8)
                .entry(1, 0, 0x2001)
                .entry(2, 0, 0x3007)
                .entry(3, 0, 0x4007)
                .page(4);
        var root = PageTableRoot.of(0x1000, PagingMode.PAE, DomainKind.HVM);
        Translation walk = new PageTables(image, root, true).translate(0);
        assertThat(AccessRights.of(walk, DomainKind.HVM)).isEqualTo(new AccessRights(true, true, true, true));
    }

    @Test
    void theGuestsUserBitOfAWalkNeedsTheGuestsWish() {
        ImageOf image = ImageOf.pv(8, 8)
                .entry(1, 0, 0x2067)
                .entry(2, 0, 0x3067)
                .entry(3, 0, 0x4067)
                .entry(4, 0, 0x0010_0000_0000_5067L)
                .page(5);
        var root = PageTableRoot.of(0x1000, PagingMode.LONG_4_LEVEL, DomainKind.PV);
        Translation walk = new PageTables(image, root, true).translate(0);
        assertThat(AccessRights.of(walk, DomainKind.PV)).isEqualTo(new AccessRights(true, true, false, true));
    }
}
