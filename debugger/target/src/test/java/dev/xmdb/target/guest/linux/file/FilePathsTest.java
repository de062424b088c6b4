package dev.xmdb.target.guest.linux.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.types.TypesOf;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Directory entries and mounts made by hand. */
final class FilePathsTest {
    private static final long BASE = 0xffff888001000000L;
    private static final long PIPES = 0xffffffff81001000L;

    private final MemoryOf memory = new MemoryOf(8);
    private final List<String> problems = new ArrayList<>();

    FilePathsTest() {
        memory.put(BASE, new byte[0x4000]);
        // The first root, and a file system mounted on its directory tmp.
        mount(0, at(0), 0, 0);
        mount(1, at(2), 0, at(1));
        entry(0, 0, "/", true);
        entry(1, 0, "tmp", true);
        entry(2, 2, "/", true);
        entry(3, 2, "file", true);
    }

    private static long at(int entry) {
        return BASE + entry * 0x80L;
    }

    /** Where a mount has the part that files know. */
    private static long mnt(int mount) {
        return BASE + 0x1000 + mount * 0x80L + 0x20;
    }

    private void mount(int number, long root, int parent, long place) {
        memory.word(mnt(number), root)
                .word(mnt(number) - 0x20, mnt(parent) - 0x20)
                .word(mnt(number) - 0x18, place);
    }

    private void entry(int number, int parent, String name, boolean hashed) {
        memory.word(at(number), at(parent))
                .word(at(number) + 8, BASE + 0x2000 + number * 0x40L)
                .put(at(number) + 16, 4, name.length())
                .word(at(number) + 24, hashed ? 1 : 0)
                .text(BASE + 0x2000 + number * 0x40L, name);
    }

    private String path(int mount, int entry) {
        var types = new TypesOf();
        types.struct("qstr", 16).number("name", 0, 8).number("len", 8, 4);
        types.struct("hlist_bl_node", 8).number("pprev", 0, 8);
        types.struct("inode", 16).number("i_ino", 0, 8);
        types.struct("dentry", 0x80)
                .number("d_parent", 0, 8)
                .struct("d_name", 8, "qstr")
                .struct("d_hash", 24, "hlist_bl_node")
                .number("d_op", 32, 8)
                .pointer("d_inode", 40, "inode");
        types.struct("vfsmount", 8).number("mnt_root", 0, 8);
        types.struct("mount", 0x80)
                .number("mnt_parent", 0, 8)
                .number("mnt_mountpoint", 8, 8)
                .struct("mnt", 0x20, "vfsmount");
        types.struct("dentry_operations", 8).number("d_dname", 0, 8);
        types.struct("file", 8).number("f_mode", 0, 4);
        return new FilePaths(
                        memory,
                        types,
                        name -> name.equals("pipefs_dname") ? OptionalLong.of(PIPES) : OptionalLong.empty())
                .of(mnt(mount), at(entry), problems::add);
    }

    @Test
    void theRootIsASlash() {
        assertThat(path(0, 0)).isEqualTo("/");
    }

    @Test
    void pathsGoOnWhereTheirFileSystemIsMounted() {
        assertThat(path(1, 3)).isEqualTo("/tmp/file");
        assertThat(path(1, 2)).isEqualTo("/tmp");
        assertThat(problems).isEmpty();
    }

    @Test
    void whatIsNoMoreInItsDirectoryIsDeleted() {
        entry(3, 2, "file", false);
        assertThat(path(1, 3)).isEqualTo("/tmp/file (deleted)");
    }

    @Test
    void aPipeIsNamedByItsNumber() {
        entry(4, 4, "", false);
        memory.word(at(4) + 32, BASE + 0x3000)
                .word(BASE + 0x3000, PIPES)
                .word(at(4) + 40, BASE + 0x3010)
                .word(BASE + 0x3010, 12419);
        assertThat(path(1, 4)).isEqualTo("pipe:[12419]");
    }

    @Test
    void entriesInACircleEnd() {
        entry(5, 6, "a", true);
        entry(6, 5, "b", true);
        assertThat(path(0, 5)).startsWith("?/");
        assertThat(problems).singleElement().asString().endsWith(" has no end");
    }

    @Test
    void mountsInACircleEnd() {
        mount(2, at(2), 3, at(0));
        mount(3, at(0), 2, at(2));
        assertThat(path(2, 3)).startsWith("?");
        assertThat(problems).singleElement().asString().endsWith(" has no end");
    }

    @Test
    void thePartThatCannotBeReadIsAQuestionMark() {
        memory.word(at(1), 0x5000);
        assertThat(path(1, 3)).isEqualTo("?/tmp/file");
        assertThat(problems).singleElement().asString().contains("no virtual memory at 5");
    }
}
