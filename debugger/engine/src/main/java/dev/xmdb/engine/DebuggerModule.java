package dev.xmdb.engine;

import java.util.List;

/** A named set of dcmds and walkers (mdb: a dmod); found by {@link java.util.ServiceLoader}. */
public interface DebuggerModule {

    /** The name that {@code ::dmods} prints and that can scope a command. */
    String name();

    /** Its dcmds. */
    List<Dcmd> dcmds();

    /** Its walkers. */
    List<Walker> walkers();
}
