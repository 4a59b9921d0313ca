"""The admin's lists and forms, with what its documentation advises for long tables."""

from django.contrib import admin

from bench.peer.models import Option, Pupil, Record, SchoolClass


@admin.register(Pupil)
class PupilAdmin(admin.ModelAdmin):
    list_display = ["known_as", "surname", "school_class"]
    list_select_related = ["school_class"]
    search_fields = ["forename", "surname", "known_as"]
    list_per_page = 25


@admin.register(Record)
class RecordAdmin(admin.ModelAdmin):
    list_display = ["occurred_at", "pupil", "kind", "place", "ending", "author", "note"]
    list_select_related = ["pupil", "author", "place", "ending"]
    list_filter = ["kind"]
    search_fields = ["note"]
    autocomplete_fields = ["pupil"]
    list_per_page = 25
    show_full_result_count = False


admin.site.register([Option, SchoolClass])
