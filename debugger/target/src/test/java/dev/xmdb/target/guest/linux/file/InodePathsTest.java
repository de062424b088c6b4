package dev.xmdb.target.guest.linux.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.types.TypesOf;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An inode with two names in a file system that is mounted by the kernel itself, by another namespace and by the first process. */
final class InodePathsTest {
    private static final long BASE = 0xffff888001000000L;
    private static final long INODE = BASE + 0x3000;
    private static final long SYSTEM = BASE + 0x3100;
    private static final long OURS = 0xffff888007000000L;
    private static final long OTHERS = 0xffff888007001000L;
    private static final long INTERNAL = -22;

    private final MemoryOf memory = new MemoryOf(8);

    InodePathsTest() {
        memory.put(BASE, new byte[0x4000]);
        // The first root, and in it the directory that the file system is mounted on.
        mount(0, entry(0), 0, 0, OURS);
        name(0, 0, "/", 0);
        name(1, 0, "srv", 0);
        // The file system: its root, a directory in it, and two names of one inode.
        name(2, 2, "/", 0);
        name(3, 2, "dir", 0);
        name(4, 3, "first", entry(5));
        name(5, 2, "second", 0);
        memory.word(INODE, SYSTEM).word(INODE + 8, entry(4) + 0x40).word(SYSTEM, entry(2));
    }

    private static long entry(int number) {
        return BASE + number * 0x80L;
    }

    private static long at(int mount) {
        return BASE + 0x1000 + mount * 0x80L;
    }

    private void mount(int number, long root, int parent, long place, long namespace) {
        memory.word(at(number), at(parent))
                .word(at(number) + 8, place)
                .word(at(number) + 0x20, root)
                .word(at(number) + 0x30, namespace);
    }

    private void name(int number, int parent, String name, long next) {
        memory.word(entry(number), entry(parent))
                .word(entry(number) + 8, BASE + 0x2000 + number * 0x40L)
                .put(entry(number) + 16, 4, name.length())
                .word(entry(number) + 24, 1)
                .word(entry(number) + 0x40, next == 0 ? 0 : next + 0x40)
                .text(BASE + 0x2000 + number * 0x40L, name);
    }

    /** Links the mounts of the file system: as a ring until 6.17, since then each to the next. */
    private InodePaths paths(boolean ring, int... mounts) {
        var types = new TypesOf();
        types.struct("qstr", 16).number("name", 0, 8).number("len", 8, 4);
        types.struct("hlist_bl_node", 8).number("pprev", 0, 8);
        types.struct("hlist_head", 8).number("first", 0, 8);
        types.struct("list_head", 16).number("next", 0, 8);
        types.struct("inode", 0x80).number("i_sb", 0, 8).struct("i_dentry", 8, "hlist_head");
        types.struct("dentry", 0x80)
                .number("d_parent", 0, 8)
                .struct("d_name", 8, "qstr")
                .struct("d_hash", 24, "hlist_bl_node")
                .number("d_op", 32, 8)
                .pointer("d_inode", 40, "inode")
                .number("d_alias", 0x40, 8);
        types.struct("vfsmount", 8).number("mnt_root", 0, 8);
        var mount = types.struct("mount", 0x80)
                .number("mnt_parent", 0, 8)
                .number("mnt_mountpoint", 8, 8)
                .struct("mnt", 0x20, "vfsmount")
                .number("mnt_ns", 0x30, 8);
        var block = types.struct("super_block", 0x80).number("s_root", 0, 8);
        types.struct("dentry_operations", 8).number("d_dname", 0, 8);
        types.struct("file", 8).number("f_mode", 0, 4);
        long head = SYSTEM + 0x10;
        if (ring) {
            mount.number("mnt_instance", 0x40, 8);
            block.struct("s_mounts", 0x10, "list_head");
        } else {
            mount.number("mnt_next_for_sb", 0x40, 8);
            block.number("s_mounts", 0x10, 8);
        }
        long link = ring ? 0x40 : 0;
        long from = head;
        for (int each : mounts) {
            memory.word(from, at(each) + link);
            from = at(each) + 0x40;
        }
        memory.word(from, ring ? head : 0);
        return new InodePaths(memory, types, _ -> OptionalLong.empty(), OURS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theMountOfTheFirstProcessCounts(boolean ring) {
        mount(1, entry(2), 1, 0, INTERNAL);
        mount(2, entry(2), 2, 0, OTHERS);
        mount(3, entry(2), 0, entry(1), OURS);
        assertThat(paths(ring, 1, 2, 3).of(INODE)).hasValue("/srv/dir/first");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatOnlyTheKernelHasMountedHasNoPath(boolean ring) {
        mount(1, entry(2), 1, 0, INTERNAL);
        mount(2, entry(2), 2, 0, OTHERS);
        assertThat(paths(ring, 1, 2).of(INODE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMountOfAPartGivesThePathOfWhatIsInThatPart(boolean ring) {
        mount(1, entry(3), 0, entry(1), OURS);
        assertThat(paths(ring, 1).of(INODE)).hasValue("/srv/first");
        // The other name lies outside it.
        memory.word(INODE + 8, entry(5) + 0x40);
        assertThat(paths(ring, 1).of(INODE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesAndMountsThatRunInCirclesEnd(boolean ring) {
        mount(1, entry(2), 1, 0, INTERNAL);
        name(5, 2, "second", entry(4));
        InodePaths paths = paths(ring, 1);
        memory.word(at(1) + 0x40, ring ? at(1) + 0x40 : at(1));
        assertThat(paths.of(INODE)).isEmpty();
    }
}
