package dev.xmdb.target.paging;

import dev.xmdb.dump.DomainKind;

/**
 * What a whole walk allows: a page is writable, or the user's, only if every level says so, and not executable if any level forbids
 * it. The four root entries of PAE carry no rights and are left out.
 *
 * @param writable every level is writable
 * @param user every level is open to user mode, as stored
 * @param guestUser the guest meant it for user mode (see {@link PageTableEntry#guestUser})
 * @param executable no level forbids execution
 */
public record AccessRights(boolean writable, boolean user, boolean guestUser, boolean executable) {
    /**
     * Rights over the entries that a walk read.
     *
     * @param translation the walk; of one that stopped early, the rights so far
     * @param kind whose tables they are
     */
    public static AccessRights of(Translation translation, DomainKind kind) {
        var rights = new AccessRights(true, true, true, true);
        for (Translation.Step step : translation.steps()) {
            if (translation.mode() != PagingMode.PAE || step.level() < 3) {
                var entry = new PageTableEntry(step.entry(), step.level(), translation.mode(), kind);
                rights = new AccessRights(
                        rights.writable && entry.writable(),
                        rights.user && entry.user(),
                        rights.guestUser && entry.guestUser(),
                        rights.executable && !entry.noExecute());
            }
        }
        return rights;
    }
}
