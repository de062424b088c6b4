package dev.xmdb.dcmds.genunix.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.dcmds.TamperedDomain;
import org.junit.jupiter.api.Test;

/** Lock words are written as sys/mutex_impl.h and sys/rwlock_impl.h of the kernel define them, texts as mdb lays them out. */
class LockDcmdsTest {
    private static final String MUTEX = "            ADDR  TYPE             HELD MINSPL OLDSPL WAITERS\n";
    private static final String RWLOCK = "            ADDR      OWNER/COUNT FLAGS          WAITERS\n";
    private static final long OWNER = 0xffffff01c800a0c0L;

    private static Conversation withWord(long value) {
        var domain = TamperedDomain.of(SolarisDomain.sxc16());
        return domain.word(domain.variable("kas"), value).conversation();
    }

    private static String kas() {
        return Long.toHexString(
                SolarisDomain.sxc16().target().symbols().valueOf("kas").orElseThrow());
    }

    @Test
    void anAdaptiveMutexNamesItsOwnerAndWhetherThreadsWait() {
        assertThat(withWord(0).run("kas::mutex"))
                .isEqualTo(MUTEX + kas() + " adapt               no      -      -      no\n");
        assertThat(withWord(OWNER).run("kas::mutex"))
                .isEqualTo(MUTEX + kas() + " adapt ffffff01c800a0c0      -      -      no\n");
        assertThat(withWord(OWNER | 1).run("kas::mutex"))
                .isEqualTo(MUTEX + kas() + " adapt ffffff01c800a0c0      -      -     yes\n");
    }

    @Test
    void aSpinMutexTellsItsLevels() {
        assertThat(withWord(0x000a_0009_0000_ffffL).run("kas::mutex"))
                .isEqualTo(MUTEX + kas() + "  spin              yes     10      9       -\n");
        assertThat(withWord(0x000a_0009_0000_00ffL).run("kas::mutex"))
                .isEqualTo(MUTEX + kas() + "  spin               no     10      -       -\n");
    }

    @Test
    void whatCannotBeAMutexIsShownOnDemandOnly() {
        Conversation destroyed = withWord(6);
        assertThat(destroyed.errors("kas::mutex")).isEqualTo("xmdb: kas: invalid adaptive mutex (-f to dump anyway)\n");
        assertThat(destroyed.outcome().succeeded()).isFalse();
        assertThat(destroyed.run("kas::mutex -f")).startsWith(MUTEX + kas() + " adapt");
        assertThat(withWord(1).errors("kas::mutex")).contains("invalid adaptive mutex");
        assertThat(withWord(0x0010_0000_0000_00ffL).errors("kas::mutex"))
                .isEqualTo("xmdb: kas: invalid spin lock (-f to dump anyway)\n");
        assertThat(withWord(0x0001_0000_0000_aaffL).errors("kas::mutex")).contains("invalid spin lock");
    }

    @Test
    void aMutexThatIsNotInMemoryIsNamed() {
        assertThat(new Conversation(SolarisDomain.sxc16().target()).errors("10::mutex"))
                .startsWith("xmdb: failed to read mutex at 0x0000000000000010: no mapping for address: ");
    }

    @Test
    void theOwnerOfAMutexIsWalked() {
        assertThat(withWord(OWNER | 1).run("kas::walk mutex_owner")).isEqualTo("0xffffff01c800a0c0\n");
        assertThat(withWord(0).run("kas::walk mutex_owner")).isEmpty();
        assertThat(withWord(0xffff).run("kas::walk mutex_owner")).isEmpty();
    }

    @Test
    void aFreeRwlockHasNeitherOwnerNorFlags() {
        assertThat(withWord(0).run("kas::rwlock")).isEqualTo(RWLOCK + kas() + "                -  B000\n");
        assertThat(withWord(3 << 3).run("kas::rwlock")).isEqualTo(RWLOCK + kas() + "        READERS=3  B000\n");
    }

    @Test
    void theFlagsOfARwlockAreNamedOnALadder() {
        assertThat(withWord(1 << 3 | 3).run("kas::rwlock"))
                .isEqualTo(RWLOCK + kas() + "        READERS=1  B011\n"
                        + "                                     ||\n"
                        + "                 WRITE_WANTED -------+|\n"
                        + "                  HAS_WAITERS --------+\n");
        assertThat(withWord(OWNER | 4).run("kas::rwlock"))
                .isEqualTo(RWLOCK + kas() + " ffffff01c800a0c0  B100\n"
                        + "                                    |  \n"
                        + "                 WRITE_LOCKED ------+  \n");
        assertThat(withWord(0xc).run("kas::rwlock"))
                .isEqualTo(RWLOCK + kas() + "                1  B100\n"
                        + "                                |   |  \n"
                        + "                    DESTROYED --+---+\n");
    }
}
