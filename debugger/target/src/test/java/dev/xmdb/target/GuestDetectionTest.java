package dev.xmdb.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.guest.GuestDetector;
import dev.xmdb.target.guest.Overrides;
import dev.xmdb.target.guest.raw.RawGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.FrameMemory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuestDetectionTest {
    private static final ImageOf IMAGE = ImageOf.hvm(1);

    private record Recognises(String kind, boolean present) implements GuestDetector {
        @Override
        public Optional<Guest> detect(DomainImage image, AddressSpace virtual, AddressSpace physical) {
            return present ? Optional.of(new RawGuest(image, virtual, List.of("I am " + kind))) : Optional.empty();
        }
    }

    private record TripsOver(String kind) implements GuestDetector {
        @Override
        public Optional<Guest> detect(DomainImage image, AddressSpace virtual, AddressSpace physical) {
            virtual.readLong(0x1234000);
            return Optional.empty();
        }
    }

    private static Guest detect(Optional<String> kind, GuestDetector... detectors) {
        AddressSpace memory = FrameMemory.physical(IMAGE, 8);
        return new GuestDetection(IMAGE, memory, memory, Overrides.NONE, List.of(detectors)).detect(kind);
    }

    @Test
    void theFirstDetectorThatRecognisesAnythingWins() {
        Guest guest = detect(
                Optional.empty(),
                new Recognises("solaris", false),
                new Recognises("linux", true),
                new Recognises("other", true));
        assertThat(guest.degradations()).containsExactly("I am linux");
    }

    @Test
    void aKindThatTheUserNamesIsTheOnlyOneLookedFor() {
        Guest guest = detect(Optional.of("linux"), new Recognises("solaris", true), new Recognises("linux", true));
        assertThat(guest.degradations()).containsExactly("I am linux");
    }

    @Test
    void rawAsksNoDetector() {
        Guest guest = detect(Optional.of("raw"), new Recognises("linux", true));
        assertThat(guest.kind()).isEqualTo("raw");
        assertThat(guest.degradations()).isEmpty();
    }

    @Test
    void aKindThatIsNotThereIsSaid() {
        Guest guest = detect(Optional.of("solaris"), new Recognises("solaris", false));
        assertThat(guest.kind()).isEqualTo("raw");
        assertThat(guest.degradations()).containsExactly("no solaris guest was found in this image");
    }

    @Test
    void aDetectorThatTripsOverDamageDoesNotStopTheOthers() {
        Guest guest = detect(Optional.empty(), new TripsOver("solaris"), new Recognises("linux", false));
        assertThat(guest.kind()).isEqualTo("raw");
        assertThat(guest.degradations())
                .containsExactly(
                        "looking for a solaris guest: no physical memory at 1234000: pfn 0x1234 is not in image");
    }
}
