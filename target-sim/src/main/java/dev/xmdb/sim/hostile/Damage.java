package dev.xmdb.sim.hostile;

import dev.xmdb.sim.solaris.FrozenDomain;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * One thing that can be spoilt in a frozen domain.
 *
 * @param name what it is called: lower-case words and hyphens
 * @param what what is wrong afterwards, in one line
 * @param stroke spoils it, and says at which kernel address; throws {@link UnsuitableDomainException} when the domain has no such thing
 */
public record Damage(String name, String what, ToLongFunction<Victim> stroke) {

    /** Every damage, in the order in which they are listed. */
    public static List<Damage> all() {
        return Stream.of(
                        DebugInfoDamage.all(),
                        ModuleDamage.all(),
                        SymbolDamage.all(),
                        TypeDamage.all(),
                        MemoryDamage.all(),
                        ThreadDamage.all(),
                        ListDamage.all(),
                        XenDamage.all(),
                        TextDamage.all())
                .flatMap(List::stream)
                .toList();
    }

    /** A damage by its name. */
    public static Optional<Damage> find(String name) {
        return all().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Spoils a domain, and adds to the truth about it what was done. */
    public void inflict(FrozenDomain domain) {
        long address = stroke.applyAsLong(new Victim(domain.kernel()));
        domain.tellFault(name, what, address);
    }
}
