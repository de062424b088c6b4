package dev.xmdb.target.guest.linux.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.target.guest.linux.variable.KernelOf;
import dev.xmdb.target.types.TypeDataException;
import org.junit.jupiter.api.Test;

/** Grant tables of both versions made by hand. */
final class GrantTableTest {
    private static final long TABLE = 0xffffc90000100000L;
    private static final long STATUS = 0xffffc90000200000L;
    private static final long ROWS = 0xffff888001000000L;
    private static final long ROW = 0xffff888002000000L;

    private final KernelOf kernel = new KernelOf();
    private final long frames = kernel.variable("nr_grant_frames");
    private final long head = kernel.variable("gnttab_free_head");
    private final long first = kernel.variable("gnttab_v1_ops");
    private final long second = kernel.variable("gnttab_v2_ops");
    private final long operations = kernel.variable("gnttab_interface");

    GrantTableTest() {
        kernel.memory().put(frames, 4, 1).word(operations, first).put(TABLE, new byte[0x1000]);
        kernel.memory().put(ROWS, new byte[0x1000]).put(ROW, new byte[0x1000]).word(ROWS, ROW);
        kernel.word("gnttab_shared", TABLE).word("gnttab_list", ROWS).word("grstatus", STATUS);
        kernel.variable("gnttab_free_count");
    }

    @Test
    void anEntryOfVersion1HasFlagsDomainAndFrame() {
        kernel.memory().put(TABLE + 8 * 8, 2, 0x1d).put(TABLE + 8 * 8 + 2, 2, 3).put(TABLE + 8 * 8 + 4, 4, 0xfeffffffL);
        GrantTable table = GrantTable.of(kernel.made());
        assertThat(table.references()).isEqualTo(512);
        GrantEntry entry = table.entry(8);
        assertThat(entry).isEqualTo(new GrantEntry(8, 0x1d, 3, 0xfeffffffL, 0, 0));
        assertThat(entry.type()).isEqualTo("access");
        assertThat(entry.words()).containsExactly("readonly", "reading", "writing");
        assertThat(table.entry(9).granted()).isFalse();
    }

    @Test
    void entriesOfVersion2GrantPagesPartsAndWhatWasGranted() {
        kernel.memory().word(operations, second).put(STATUS, new byte[0x1000]);
        long page = TABLE + 16 * 8;
        kernel.memory()
                .put(page, 2, 1)
                .put(page + 2, 2, 4)
                .put(page + 8, 8, 0x1234567890L)
                .put(STATUS + 16, 2, 8);
        long part = page + 16;
        kernel.memory()
                .put(part, 2, 0x101)
                .put(part + 2, 2, 5)
                .put(part + 4, 2, 0x80)
                .put(part + 6, 2, 0x100)
                .put(part + 8, 8, 0x99);
        long transitive = part + 16;
        kernel.memory()
                .put(transitive, 2, 3)
                .put(transitive + 2, 2, 6)
                .put(transitive + 4, 2, 7)
                .put(transitive + 8, 4, 77);
        GrantTable table = GrantTable.of(kernel.made());
        assertThat(table.references()).isEqualTo(256);
        assertThat(table.entry(8)).isEqualTo(new GrantEntry(8, 9, 4, 0x1234567890L, 0, 0));
        assertThat(table.entry(8).inUse()).isTrue();
        assertThat(table.entry(9)).isEqualTo(new GrantEntry(9, 0x101, 5, 0x99, 0x80, 0x100));
        assertThat(table.entry(10).type()).isEqualTo("transitive");
        assertThat(table.entry(10).frame()).isEqualTo(77);
    }

    @Test
    void freeReferencesAreAListThroughNumbers() {
        kernel.memory().put(head, 4, 8).put(ROW + 4 * 8, 4, 300).put(ROW + 4 * 300, 4, -1);
        assertThat(GrantTable.of(kernel.made()).free().stream()).containsExactly(8, 300);
        kernel.memory().put(ROW + 4 * 300, 4, 8);
        assertThatThrownBy(() -> GrantTable.of(kernel.made()).free())
                .isInstanceOf(TypeDataException.class)
                .hasMessage("gnttab_list runs in a circle at reference 8");
        kernel.memory().put(ROW + 4 * 300, 4, 512);
        assertThatThrownBy(() -> GrantTable.of(kernel.made()).free())
                .isInstanceOf(TypeDataException.class)
                .hasMessage("gnttab_list leads to reference 512 of 512");
    }

    @Test
    void aSizeThatNoTableHasIsToldAndNotBelieved() {
        kernel.memory().put(frames, 4, 0x7fffffff);
        assertThatThrownBy(() -> GrantTable.of(kernel.made()))
                .isInstanceOf(TypeDataException.class)
                .hasMessageContaining("2147483647");
    }
}
