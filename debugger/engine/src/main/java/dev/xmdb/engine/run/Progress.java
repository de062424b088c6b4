package dev.xmdb.engine.run;

/** Shows how far something long has come. */
public interface Progress {

    /** Shows nothing. */
    Progress NONE = new Progress() {
        @Override
        public void report(String what, long done, long total) {}

        @Override
        public void clear() {}
    };

    /**
     * How far it has come; called often.
     *
     * @param what what is being done
     * @param done how much is done
     * @param total out of how much; 0 when not known
     */
    void report(String what, long done, long total);

    /** The command has ended. */
    void clear();
}
