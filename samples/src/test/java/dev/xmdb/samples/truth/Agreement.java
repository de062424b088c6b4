package dev.xmdb.samples.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A kind of thing about which the debugger and the simulator have to say the same. */
public interface Agreement {

    /** All of them. */
    static List<Agreement> all() {
        return List.of(
                new SymbolAgreement(),
                new CpuAgreement(),
                new ThreadAgreement(),
                new StackAgreement(),
                new ProcessAgreement(),
                new EventChannelAgreement(),
                new MappingAgreement(),
                new BufferAgreement(),
                new ArenaAgreement(),
                new LockAgreement(),
                new TaskqAgreement(),
                new TimerAgreement(),
                new MessageAgreement());
    }

    /**
     * Compares.
     *
     * @throws AssertionError when they disagree
     */
    void check(SimulatedDomain domain);

    /** Fails with the entries in which two maps differ. */
    static <K, V> void same(String what, Map<K, V> told, Map<K, V> found) {
        List<String> differences = new ArrayList<>();
        Set<K> keys = new LinkedHashSet<>(told.keySet());
        keys.addAll(found.keySet());
        for (K key : keys) {
            V expected = told.get(key);
            V actual = found.get(key);
            if (!Objects.equals(expected, actual)) {
                String name = key instanceof Long address ? Long.toHexString(address) : String.valueOf(key);
                differences.add("%s: told %s%n    found %s".formatted(name, expected, actual));
            }
        }
        assertThat(differences).as(what).isEmpty();
    }
}
