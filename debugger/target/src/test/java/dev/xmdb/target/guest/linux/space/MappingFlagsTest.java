package dev.xmdb.target.guest.linux.space;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MappingFlagsTest {
    @Test
    void permissionsAreThoseOfProc() {
        assertThat(new MappingFlags(0x75).permissions()).isEqualTo("r-xp");
        assertThat(new MappingFlags(0xfb).permissions()).isEqualTo("rw-s");
        assertThat(new MappingFlags(0).permissions()).isEqualTo("---p");
    }

    @Test
    void codesAreThoseOfProcInOrderOfBits() {
        assertThat(new MappingFlags(0x0810_0173).codes())
                .containsExactly("rd", "wr", "mr", "mw", "me", "gd", "ac", "sd");
        assertThat(new MappingFlags(0x100).growsDown()).isTrue();
        assertThat(new MappingFlags(1L << 40).codes()).isEmpty();
    }
}
