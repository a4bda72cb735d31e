"""How secrets and names are stored when only their sameness matters: as hashes. Pure; makes no secret itself."""

import hashlib
from ipaddress import IPv6Address, ip_address


def key_hash(key: str) -> str:
    """The form in which a secret key is stored: keys are long and random, so one round of SHA-256 is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def account_hash(email: str) -> str:
    """What the throttle counts tries of an account under, whether or not there is such an account."""
    return hashlib.sha256(b"account\0" + email.strip().lower().encode()).hexdigest()


def address_hash(address: str) -> str:
    """What the throttle counts tries from an address under: an IPv6 network of 64 bits is one household, so it counts as one."""
    return hashlib.sha256(b"address\0" + _network(address).encode()).hexdigest()


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)
