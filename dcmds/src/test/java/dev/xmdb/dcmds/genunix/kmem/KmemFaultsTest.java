package dev.xmdb.dcmds.genunix.kmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.sim.truth.Facts;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.Kmem;
import dev.xmdb.target.guest.solaris.kmem.KmemCache;
import dev.xmdb.target.work.Effort;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Domains in which memory is lost, or written after it was freed: which buffers, and who did it. */
class KmemFaultsTest {
    private static String hex(long value) {
        return Long.toHexString(value);
    }

    private static Facts fault(SolarisDomain domain) {
        return domain.truth().list("faults").getFirst();
    }

    @Test
    void aBufferThatWasWrittenAfterItWasFreedIsNamedWithWhoFreedIt() {
        SolarisDomain domain = SolarisDomain.of("use-after-free", 1);
        Facts fault = fault(domain);
        Conversation session = domain.conversation();
        String text = session.run("::kmem_cache -n " + fault.text("cache") + " | ::kmem_verify");
        assertThat(session.messages()).isEmpty();
        long buffer = fault.number("buffer");
        assertThat(text)
                .startsWith("Summary for cache '" + fault.text("cache") + "'\n  buffer " + hex(buffer)
                        + " (free) seems corrupted, at " + hex(fault.number("damage")) + "\n    offset "
                        + hex(fault.number("damage") - buffer) + " in a buffer of " + fault.text("cache")
                        + ", freed by thread " + hex(fault.number("freed_by")) + " at "
                        + hex(fault.number("freed_at")) + " in ")
                .hasLineCount(3);
    }

    @Test
    void soundCachesAreClean() {
        Conversation session = SolarisDomain.sxc16().conversation();
        assertThat(session.run("::kmem_verify").lines().skip(1)).isNotEmpty().allMatch(line -> line.endsWith(" clean"));
    }

    @Test
    void aSoundDomainHasNoLeaks() {
        assertThat(SolarisDomain.sxc16().conversation().run("::findleaks"))
                .endsWith("Total       0 buffers, 0 bytes\n");
    }

    @Test
    void lostBuffersAreTheOnlyLeaks() {
        SolarisDomain domain = SolarisDomain.of("kmem-leak", 1);
        Facts fault = fault(domain);
        int lost = fault.numbers("buffers").size();
        assertThat(domain.conversation().run("::findleaks").lines().skip(1))
                .first()
                .asString()
                .matches("[0-9a-f]{16} +" + lost + " [0-9a-f]{16} .*");
        assertThat(domain.conversation().run("::findleaks"))
                .contains("Total " + String.format(java.util.Locale.ROOT, "%7d", lost) + " buffers");
    }

    @Test
    void aReadingThatIsInterruptedLeavesNothingBehind() {
        SolarisDomain domain = SolarisDomain.of("use-after-free", 2);
        Kmem kmem = Kmem.of((SolarisGuest) domain.target().guest());
        KmemCache cache = kmem.named("as_cache").orElseThrow();
        int[] steps = {0};
        Effort impatient = (what, _, _) -> {
            if (what.equals("reading kmem magazines") || (what.equals("reading kmem bufctls") && ++steps[0] > 1)) {
                throw new CancellationException(what);
            }
        };
        assertThatThrownBy(() -> kmem.caches().forEach(each -> kmem.contents(each, impatient)))
                .isInstanceOf(CancellationException.class);
        for (KmemCache each : kmem.caches()) {
            assertThat(kmem.contents(each, Effort.UNWATCHED).faults()).isEmpty();
        }
        assertThat(kmem.contents(cache, Effort.UNWATCHED).allocatedCount()).isPositive();
    }
}
