"""What differs between offices, as data: `templates/<house>/house.yaml`, declared, bound and tried."""
