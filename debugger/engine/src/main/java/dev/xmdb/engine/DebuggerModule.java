package dev.xmdb.engine;

import dev.xmdb.target.Target;
import java.util.List;

/** A named set of dcmds and walkers (mdb: a dmod); found by {@link java.util.ServiceLoader}. */
public interface DebuggerModule {

    /** The name that {@code ::dmods} prints and that can scope a command. */
    String name();

    /** Its dcmds. */
    List<Dcmd> dcmds();

    /** Its walkers. */
    List<Walker> walkers();

    /** Commands of other debuggers that it understands. */
    default List<CommandAlias> aliases() {
        return List.of();
    }

    /** Further walkers that only this target has, for example one for each of its kmem caches. Asked for when a name is not found otherwise. */
    default List<Walker> walkers(Target target) {
        return List.of();
    }
}
