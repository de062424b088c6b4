package dev.xmdb.target.whatis;

/** Something in a guest that an address belongs to. */
public interface AddressOwner {

    /** What kind of thing it is, in lower case: {@code thread}, {@code stack}, {@code buffer}. */
    String kind();

    /** Its first byte. */
    long base();
}
